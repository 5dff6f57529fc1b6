package io.mediagate.api.reference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Files inside of the program. One that is missing is a fault of the build.
final class Resources {
    private Resources() {}

    static byte[] bytes(String place) {
        try (var in = Resources.class.getResourceAsStream(place)) {
            if (in == null) {
                throw new IllegalStateException(place + " is not in the program");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String place) {
        return new String(bytes(place), StandardCharsets.UTF_8);
    }
}
