package io.mediagate.egress;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// The real door with a made-up phone book, for tests of what goes through it.
public record Doors(GuardedEgress egress, Function<URI, Optional<LineFault>> refusal)
        implements AutoCloseable {

    /// A door with these settings.
    ///
    /// @param addresses of a host, as text; asked at each look
    public static Doors with(EgressSettings settings, Function<String, String> addresses) {
        var guard = new Guard(settings, host -> lookUp(addresses.apply(host)));
        return new Doors(new GuardedEgress(guard, Duration.ofSeconds(5)), guard::refusal);
    }

    private static InetAddress[] lookUp(String address) throws UnknownHostException {
        return new InetAddress[] {InetAddress.getByName(address)};
    }

    @Override
    public void close() {
        egress.close();
    }
}
