package io.mediagate.provider.ideogram;

import static io.mediagate.provider.http.FailureKind.BROKEN;
import static io.mediagate.provider.http.FailureKind.CONTENT;

import io.mediagate.provider.http.FailureRules;
import io.mediagate.provider.http.Failures;
import java.util.regex.Pattern;

/// Its errors have no codes (developer.ideogram.ai/ideogram-api): the status and the words say it all, but for
/// a picture that its checker did not let pass.
final class IdeogramFailures {
    private static final Pattern UNSAFE = Pattern.compile("\"is_image_safe\"\\s*:\\s*false");
    private static final Pattern NOTHING_MADE = Pattern.compile("\"data\"\\s*:\\s*\\[\\s*]");

    static final Failures RULES =
            FailureRules.begin()
                    .when(answer -> UNSAFE.matcher(answer.body().text()).find(), CONTENT)
                    .says(CONTENT, "failed ..1 safety", "safety check")
                    .when(
                            answer ->
                                    answer.status().orElse(0) == 200
                                            && NOTHING_MADE.matcher(answer.body().text()).find(),
                            BROKEN)
                    .build();

    private IdeogramFailures() {}
}
