package io.mediagate.contract;

import io.mediagate.provider.elevenlabs.ElevenlabsProvider;

class ElevenlabsContractTest extends VendorContract {
    ElevenlabsContractTest() {
        super(ElevenlabsProvider.VENDOR);
    }
}
