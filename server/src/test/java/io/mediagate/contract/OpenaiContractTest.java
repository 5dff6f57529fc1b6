package io.mediagate.contract;

import io.mediagate.provider.openai.OpenaiProvider;

class OpenaiContractTest extends VendorContract {
    OpenaiContractTest() {
        super(OpenaiProvider.VENDOR);
    }
}
