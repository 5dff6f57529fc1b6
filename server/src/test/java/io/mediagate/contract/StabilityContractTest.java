package io.mediagate.contract;

import io.mediagate.provider.stability.StabilityProvider;

class StabilityContractTest extends VendorContract {
    StabilityContractTest() {
        super(StabilityProvider.VENDOR);
    }
}
