package io.mediagate.contract;

import io.mediagate.provider.dashscope.DashscopeProvider;

class DashscopeContractTest extends VendorContract {
    DashscopeContractTest() {
        super(DashscopeProvider.VENDOR);
    }
}
