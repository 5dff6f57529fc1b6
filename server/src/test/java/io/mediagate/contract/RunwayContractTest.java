package io.mediagate.contract;

import io.mediagate.provider.runway.RunwayProvider;

class RunwayContractTest extends VendorContract {
    RunwayContractTest() {
        super(RunwayProvider.VENDOR);
    }
}
