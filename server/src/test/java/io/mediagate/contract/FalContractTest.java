package io.mediagate.contract;

import io.mediagate.provider.fal.FalProvider;

class FalContractTest extends VendorContract {
    FalContractTest() {
        super(FalProvider.VENDOR);
    }
}
