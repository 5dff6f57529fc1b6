package io.mediagate.contract;

import io.mediagate.provider.google.GoogleProvider;

class GoogleContractTest extends VendorContract {
    GoogleContractTest() {
        super(GoogleProvider.VENDOR);
    }
}
