package io.mediagate.provider.http;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/// How a vendor is spoken to.
///
/// @param name of the provider
/// @param ownHosts the ends of host names to which its own links may lead and our key may go, such as
///     `example.com`; the host of the base URL always is one
/// @param failures how its failures read
/// @param credentials the headers that a key becomes, at a time
/// @param pace for submissions
public record VendorProfile(
        String name,
        Set<String> ownHosts,
        Failures failures,
        BiFunction<Key, Instant, Map<String, String>> credentials,
        Pace pace) {
    public VendorProfile {
        ownHosts = Set.copyOf(ownHosts);
    }

    /// The commonest: the key as a bearer token, and no pace to keep.
    public static VendorProfile bearer(String name, Failures failures, String... ownHosts) {
        return new VendorProfile(
                name,
                Set.of(ownHosts),
                failures,
                (key, _) -> Map.of("Authorization", "Bearer " + key.value()),
                Pace.free());
    }

    /// With another way to show the key.
    public VendorProfile showing(Function<Key, Map<String, String>> credentials) {
        return signing((key, _) -> credentials.apply(key));
    }

    /// With a key that is shown by what it signs, and when.
    public VendorProfile signing(BiFunction<Key, Instant, Map<String, String>> credentials) {
        return new VendorProfile(name, ownHosts, failures, credentials, pace);
    }

    /// With a pace to keep.
    public VendorProfile at(Pace pace) {
        return new VendorProfile(name, ownHosts, failures, credentials, pace);
    }
}
