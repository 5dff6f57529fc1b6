package io.mediagate.contract;

import io.mediagate.provider.ark.ArkProvider;

class ArkContractTest extends VendorContract {
    ArkContractTest() {
        super(ArkProvider.VENDOR);
    }
}
