package io.mediagate.provider.http;

import io.mediagate.provider.Provider;
import java.util.function.Function;

/// A vendor as the gateway's list of vendors has it: what is needed to open it, and what it needs no
/// account for. Each vendor's folder has one, as the constant `VENDOR` of its `XProvider`.
///
/// @param profile how it is spoken to
/// @param adapter what makes a provider of the line to one account
public record Vendor(VendorProfile profile, Function<VendorHttp, Provider> adapter) {
    /// The operator's name for it: lower case, as in the catalogue's routes and in `vendors.txt`.
    public String name() {
        return profile.name();
    }

    /// How its failures read. Works without an account.
    public Failures failures() {
        return profile.failures();
    }

    /// Makes it ready to serve with the operator's account.
    public Provider open(VendorAccount account, VendorTools tools) {
        return adapter.apply(new VendorHttp(profile, account, tools));
    }
}
