package io.mediagate.event;

import com.github.f4b6a3.ulid.Ulid;
import io.mediagate.account.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalInt;

/// One row of a generation's journal.
///
/// @param sequence 1, 2, 3 … within the generation, without a gap
/// @param progress exactly of `PROGRESSED`
public record Event(
        Scope scope,
        String generationId,
        long sequence,
        EventType type,
        OptionalInt progress,
        Instant at) {

    private static final int RANDOM_BYTES = 10;

    /// `evt_` and a ULID of its time whose random part follows from what the event is about: every node
    /// gives it the same name at any time, so the journal need not keep one.
    public String id() {
        var hash = sha256(generationId + "/" + sequence);
        return "evt_" + new Ulid(at.toEpochMilli(), Arrays.copyOf(hash, RANDOM_BYTES));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
