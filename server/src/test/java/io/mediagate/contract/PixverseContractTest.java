package io.mediagate.contract;

import io.mediagate.provider.pixverse.PixverseProvider;

class PixverseContractTest extends VendorContract {
    PixverseContractTest() {
        super(PixverseProvider.VENDOR);
    }
}
