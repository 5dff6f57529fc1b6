package io.mediagate.contract;

import io.mediagate.provider.compatible.CompatibleProvider;

class CompatibleContractTest extends VendorContract {
    CompatibleContractTest() {
        super(CompatibleProvider.VENDOR);
    }
}
