package io.mediagate.contract;

import io.mediagate.provider.bfl.BflProvider;

class BflContractTest extends VendorContract {
    BflContractTest() {
        super(BflProvider.VENDOR);
    }
}
