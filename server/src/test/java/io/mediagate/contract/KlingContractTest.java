package io.mediagate.contract;

import io.mediagate.provider.kling.KlingProvider;

class KlingContractTest extends VendorContract {
    KlingContractTest() {
        super(KlingProvider.VENDOR);
    }
}
