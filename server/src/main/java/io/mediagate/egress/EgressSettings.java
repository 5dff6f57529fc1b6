package io.mediagate.egress;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/// What the door lets through.
///
/// @param allowed networks that may be reached although they are not public, plain `http` included
/// @param named hosts that the operator configured; they are not checked
/// @param connectTimeout until the connection stands
public record EgressSettings(List<Network> allowed, List<URI> named, Duration connectTimeout) {
    public EgressSettings {
        allowed = List.copyOf(allowed);
        named = List.copyOf(named);
    }
}
