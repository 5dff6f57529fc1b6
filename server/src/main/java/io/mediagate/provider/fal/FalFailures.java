package io.mediagate.provider.fal;

import static io.mediagate.provider.http.FailureKind.BROKEN;
import static io.mediagate.provider.http.FailureKind.CONTENT;
import static io.mediagate.provider.http.FailureKind.EXPIRED;
import static io.mediagate.provider.http.FailureKind.FINAL;
import static io.mediagate.provider.http.FailureKind.FUNDS;
import static io.mediagate.provider.http.FailureKind.INPUT;
import static io.mediagate.provider.http.FailureKind.OVERLOADED;
import static io.mediagate.provider.http.FailureKind.TIMEOUT;

import io.mediagate.provider.http.FailureKind;
import io.mediagate.provider.http.FailureRules;
import io.mediagate.provider.http.Failures;
import io.mediagate.provider.http.VendorAnswer;
import java.util.List;

/// By the types of docs.fal.ai/errors, of the models' validation, and of its queue and runners. They stand
/// in the body, and of a request that the queue gave up in a header.
final class FalFailures {
    private static final String TYPE = "x-fal-error-type";

    private record Row(FailureKind kind, List<String> types) {}

    private static final List<Row> ROWS =
            List.of(
                    row(CONTENT, "content_policy_violation", "no_media_generated"),
                    row(
                            INPUT,
                            "bad_request",
                            "image_too_small",
                            "image_too_large",
                            "image_load_error",
                            "file_download_error",
                            "face_detection_error",
                            "file_too_large",
                            "greater_than",
                            "greater_than_equal",
                            "less_than",
                            "less_than_equal",
                            "multiple_of",
                            "sequence_too_short",
                            "sequence_too_long",
                            "one_of",
                            "feature_not_supported",
                            "invalid_archive",
                            "archive_file_count_below_minimum",
                            "archive_file_count_exceeds_maximum",
                            "audio_duration_too_long",
                            "audio_duration_too_short",
                            "unsupported_audio_format",
                            "unsupported_image_format",
                            "unsupported_video_format",
                            "video_duration_too_long",
                            "video_duration_too_short"),
                    row(TIMEOUT, "generation_timeout", "request_timeout", "startup_timeout"),
                    row(
                            OVERLOADED,
                            "downstream_service_unavailable",
                            "runner_connection_timeout",
                            "runner_connection_refused",
                            "runner_disconnected",
                            "runner_connection_error",
                            "runner_incomplete_response",
                            "runner_scheduling_failure"),
                    row(FINAL, "client_cancelled", "client_disconnected"),
                    row(
                            BROKEN,
                            "internal_server_error",
                            "internal_error",
                            "runner_server_error",
                            "downstream_service_error"));

    static final Failures RULES = rules();

    private FalFailures() {}

    private static Row row(FailureKind kind, String... types) {
        return new Row(kind, List.of(types));
    }

    private static Failures rules() {
        var rules =
                FailureRules.begin()
                        // We said until when it must have begun.
                        .when(answer -> says(answer, "x-fal-request-timeout-type", "user"), EXPIRED)
                        .when(answer -> isFinal(answer, 504), EXPIRED)
                        .when(answer -> isFinal(answer, 500), FINAL)
                        .says(FUNDS, "user is locked");
        for (var row : ROWS) {
            rules.codes(row.kind(), row.types().toArray(String[]::new))
                    .when(
                            answer -> row.types().contains(answer.headers().getOrDefault(TYPE, "")),
                            row.kind());
        }
        return rules.build();
    }

    /// It knows better than a status whether the same may go well another time.
    private static boolean isFinal(VendorAnswer answer, int status) {
        return answer.status().orElse(0) == status && says(answer, "x-fal-retryable", "false");
    }

    private static boolean says(VendorAnswer answer, String header, String value) {
        return value.equals(answer.headers().get(header));
    }
}
