package io.mediagate.provider.http;

import io.mediagate.provider.Provider;

/// A vendor as the gateway's list of vendors has it: what is needed to open it, and what it needs no
/// account for. Each vendor's folder has one, as the constant `VENDOR` of its `XProvider`.
public interface Vendor {
    /// The operator's name for it: lower case, as in the catalogue's routes and in `vendors.yaml`.
    String name();

    /// How its failures read. Works without an account.
    Failures failures();

    /// Makes it ready to serve with the operator's account.
    Provider open(VendorAccount account, VendorTools tools);
}
