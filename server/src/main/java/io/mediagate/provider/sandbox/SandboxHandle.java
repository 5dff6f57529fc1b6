package io.mediagate.provider.sandbox;

import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.sandbox.SandboxScript.Ending;
import io.mediagate.provider.sandbox.render.Order;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// All that the sandbox has to know about an accepted generation, as it is stored with it: whichever
/// process is asked can go on from here.
///
/// @param ending what the script wants
/// @param seed chooses among the ways to fail
/// @param startedMillis when it was accepted, since 1970
/// @param dueMillis when it ends, since 1970
/// @param prompt as it was understood; empty where it was too long to be kept
record SandboxHandle(
        Ending ending, long seed, long startedMillis, long dueMillis, String prompt, Order order) {

    private static final JsonMapper JSON = JsonMapper.shared();

    static SandboxHandle parse(ProviderHandle handle) {
        try {
            return JSON.readValue(handle.text(), SandboxHandle.class);
        } catch (JacksonException e) {
            throw new IllegalStateException("not a handle of the sandbox", e);
        }
    }

    ProviderHandle pack() {
        return new ProviderHandle(JSON.writeValueAsString(this));
    }

    boolean isDue(Instant now) {
        return now.toEpochMilli() >= dueMillis;
    }

    Duration left(Instant now) {
        return Duration.ofMillis(Math.max(0, dueMillis - now.toEpochMilli()));
    }

    /// How much of the way it has come, 0 to 99.
    int percent(Instant now) {
        var whole = Math.max(1, dueMillis - startedMillis);
        return Math.clamp((now.toEpochMilli() - startedMillis) * 100 / whole, 0, 99);
    }
}
