package io.mediagate.provider.http;

import io.mediagate.error.Secret;
import java.net.URI;
import java.util.List;

/// The operator's account at a vendor.
///
/// @param baseUrl where its API is; without a slash at the end
/// @param keys those that share the load, at least one; each is a list of the parts that the vendor
///     asks for, mostly one, sometimes an id and a secret
public record VendorAccount(URI baseUrl, List<List<Secret>> keys) {
    public VendorAccount {
        keys = keys.stream().map(List::copyOf).toList();
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a vendor without a key is not a route");
        }
    }
}
