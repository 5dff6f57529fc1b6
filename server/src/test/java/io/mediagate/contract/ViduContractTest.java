package io.mediagate.contract;

import io.mediagate.provider.vidu.ViduProvider;

class ViduContractTest extends VendorContract {
    ViduContractTest() {
        super(ViduProvider.VENDOR);
    }
}
