package io.mediagate.contract;

import io.mediagate.provider.replicate.ReplicateProvider;

class ReplicateContractTest extends VendorContract {
    ReplicateContractTest() {
        super(ReplicateProvider.VENDOR);
    }
}
