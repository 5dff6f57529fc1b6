package io.mediagate.provider.http;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.egress.LineFault;
import io.mediagate.error.Untrusted;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Everything that is known of a failure when it is read: the answer as it came, or why none came.
///
/// @param status of HTTP; empty where no answer began
/// @param headers with names in lower case
/// @param body as it came; may be empty, cut off, or no text at all
/// @param fault why the answer is missing or not whole
public record VendorAnswer(
        Phase phase,
        OptionalInt status,
        Map<String, String> headers,
        Untrusted body,
        Optional<LineFault> fault) {
    public VendorAnswer {
        headers = Map.copyOf(headers);
    }

    /// A whole answer.
    public static VendorAnswer of(Phase phase, HttpAnswer answer) {
        return new VendorAnswer(
                phase,
                OptionalInt.of(answer.status()),
                answer.headers(),
                new Untrusted(answer.text()),
                Optional.empty());
    }

    /// An answer that never came.
    public static VendorAnswer of(Phase phase, LineFault fault) {
        return new VendorAnswer(
                phase, OptionalInt.empty(), Map.of(), new Untrusted(""), Optional.of(fault));
    }
}
