package io.mediagate.provider.fal;

import static io.mediagate.provider.http.FailureKind.CONTENT;
import static io.mediagate.provider.http.FailureKind.EXPIRED;
import static io.mediagate.provider.http.FailureKind.FUNDS;
import static io.mediagate.provider.http.FailureKind.INPUT;
import static io.mediagate.provider.http.FailureKind.OVERLOADED;
import static io.mediagate.provider.http.FailureKind.TIMEOUT;

import io.mediagate.provider.http.FailureRules;
import io.mediagate.provider.http.Failures;

/// By the types of docs.fal.ai/errors, of its own and of the models' validation.
final class FalFailures {
    static final Failures RULES =
            FailureRules.begin()
                    .when(
                            answer ->
                                    "user"
                                            .equals(
                                                    answer.headers()
                                                            .get("x-fal-request-timeout-type")),
                            EXPIRED)
                    .says(FUNDS, "user is locked")
                    .codes(CONTENT, "content_policy_violation", "no_media_generated")
                    .codes(
                            INPUT,
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
                            "video_duration_too_short")
                    .codes(TIMEOUT, "generation_timeout", "request_timeout", "startup_timeout")
                    .codes(
                            OVERLOADED,
                            "downstream_service_unavailable",
                            "runner_connection_timeout",
                            "runner_connection_refused",
                            "runner_disconnected",
                            "runner_connection_error",
                            "runner_scheduling_failure")
                    .build();

    private FalFailures() {}
}
