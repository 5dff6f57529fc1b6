package io.mediagate.egress;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/// What the door lets through.
///
/// @param allowed networks that may be reached although they are not public, plain `http` included
/// @param named hosts that the operator configured; they are not checked where a vendor or the
///     operator names them
/// @param connectTimeout until the connection stands
public record EgressSettings(List<Network> allowed, List<URI> named, Duration connectTimeout) {
    public EgressSettings {
        allowed = List.copyOf(allowed);
        named = List.copyOf(named);
    }

    /// For what callers name: that the operator speaks to a host does not let them reach it, too.
    public EgressSettings forCallers() {
        return new EgressSettings(allowed, List.of(), connectTimeout);
    }
}
