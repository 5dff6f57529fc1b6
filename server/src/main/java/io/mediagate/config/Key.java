package io.mediagate.config;

import java.util.Locale;

/// One thing that can be set.
///
/// @param name as in the file, `server.port`
/// @param standard what holds when it is not set, as one would write it; empty for none
public record Key(String name, String standard) {

    /// The name in the environment, `MEDIAGATE_SERVER_PORT`.
    public String environmentName() {
        return "MEDIAGATE_" + name.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
