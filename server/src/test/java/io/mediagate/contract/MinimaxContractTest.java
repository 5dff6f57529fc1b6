package io.mediagate.contract;

import io.mediagate.provider.minimax.MinimaxProvider;

class MinimaxContractTest extends VendorContract {
    MinimaxContractTest() {
        super(MinimaxProvider.VENDOR);
    }
}
