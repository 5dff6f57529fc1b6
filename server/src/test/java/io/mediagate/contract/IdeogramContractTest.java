package io.mediagate.contract;

import io.mediagate.provider.ideogram.IdeogramProvider;

class IdeogramContractTest extends VendorContract {
    IdeogramContractTest() {
        super(IdeogramProvider.VENDOR);
    }
}
