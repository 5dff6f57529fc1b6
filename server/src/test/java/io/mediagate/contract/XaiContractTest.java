package io.mediagate.contract;

import io.mediagate.provider.xai.XaiProvider;

class XaiContractTest extends VendorContract {
    XaiContractTest() {
        super(XaiProvider.VENDOR);
    }
}
