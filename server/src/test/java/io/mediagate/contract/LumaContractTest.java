package io.mediagate.contract;

import io.mediagate.provider.luma.LumaProvider;

class LumaContractTest extends VendorContract {
    LumaContractTest() {
        super(LumaProvider.VENDOR);
    }
}
