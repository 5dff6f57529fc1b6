package io.mediagate.provider.http;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.error.ErrorCode;
import io.mediagate.provider.ProviderFailure;
import java.util.EnumSet;
import java.util.Set;

/// Whether a refusal proves that nothing was started. A status below 500 does. From 500 on a proxy may
/// have spoken for a vendor that did get the request; then only clear words count.
final class Certainty {
    /// The statuses by which a proxy says that it never got through (521 to 526 and 530 are Cloudflare's,
    /// by its documentation), or a server that it took nothing (503 of RFC 9110, and 529).
    private static final Set<Integer> NOT_TAKEN = Set.of(503, 521, 522, 523, 525, 526, 529, 530);

    /// Those of a proxy that did get through and then lost its patience or the answer.
    private static final Set<Integer> PERHAPS_TAKEN = Set.of(502, 504, 520, 524);

    /// What only somebody says who has looked at the request.
    private static final Set<ErrorCode> PLAIN =
            EnumSet.of(
                    ErrorCode.CONTENT_REJECTED,
                    ErrorCode.INVALID_INPUT,
                    ErrorCode.UNSUPPORTED_MODEL,
                    ErrorCode.RATE_LIMITED,
                    ErrorCode.PROVIDER_UNAVAILABLE);

    private Certainty() {}

    static boolean nothingWasStarted(HttpAnswer answer, ProviderFailure failure) {
        int status = answer.status();
        if (status < 500) {
            return true;
        }
        if (NOT_TAKEN.contains(status)) {
            // What Envoy says when the connection broke after the request had gone out.
            return !answer.text().contains("disconnect/reset before headers");
        }
        return !PERHAPS_TAKEN.contains(status) && isPlain(failure);
    }

    /// Whether a vendor that says this has looked at the request and turned it away.
    static boolean isPlain(ProviderFailure failure) {
        return failure.operatorFault() || PLAIN.contains(failure.code());
    }
}
