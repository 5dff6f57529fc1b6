package io.mediagate.provider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.error.ErrorCode;
import io.mediagate.provider.sandbox.SandboxScript.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SandboxFailuresTest {

    static List<SandboxAnswer> answers() {
        return SandboxAnswers.all();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void findsTheEndingInTheVendorsOwnWords(SandboxAnswer answer) {
        assertThat(SandboxFailures.of(answer).code())
                .isEqualTo(ErrorCode.valueOf(answer.ending().name()));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void takesTheSentenceOutOfTheJson(SandboxAnswer answer) {
        assertThat(answer.sentence()).isNotBlank();
        if (answer.body().startsWith("{")) {
            assertThat(answer.sentence()).doesNotStartWith("{").doesNotContain("\":");
        }
    }

    @Test
    void hasSeveralWaysToFailForEveryEnding() {
        var ways =
                answers().stream()
                        .collect(Collectors.groupingBy(a -> a.ending(), Collectors.counting()));

        assertThat(ways)
                .containsOnlyKeys(
                        Ending.FAILED,
                        Ending.TIMEOUT,
                        Ending.RATE_LIMITED,
                        Ending.PROVIDER_UNAVAILABLE,
                        Ending.UNSUPPORTED_MODEL,
                        Ending.INVALID_INPUT,
                        Ending.CONTENT_REJECTED);
        assertThat(ways.values()).allMatch(count -> count >= 3);
    }

    @Test
    void blamesTheOperatorForKeysAndFunds() {
        var key = answer(401, "{\"error\":{\"message\":\"Incorrect API key provided: sk-1\"}}");
        var funds = answer(429, "{\"error\":{\"message\":\"Billing hard limit was reached\"}}");

        for (var answer : List.of(key, funds)) {
            var failure = SandboxFailures.of(answer);
            assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
            assertThat(failure.operatorFault()).isTrue();
            assertThat(failure.retryable()).isFalse();
        }
    }

    @Test
    void readsTheHintWhenToComeBack() {
        var answer = new SandboxAnswer(Ending.NONE, 429, Map.of("retry-after", "7"), "slow down");
        var dated =
                new SandboxAnswer(
                        Ending.NONE, 429, Map.of("retry-after", "Mon, 23 Nov 2026"), "slow down");

        assertThat(SandboxFailures.of(answer).retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(SandboxFailures.of(dated).retryAfter()).isEmpty();
    }

    @Test
    void callsWhatItDoesNotUnderstandFailed() {
        assertThat(SandboxFailures.of(answer(200, "{\"oops\":true}")).code())
                .isEqualTo(ErrorCode.FAILED);
        assertThat(SandboxFailures.of(answer(500, "")).code()).isEqualTo(ErrorCode.FAILED);
        assertThat(SandboxFailures.of(answer(200, "{broken")).code()).isEqualTo(ErrorCode.FAILED);
    }

    @Test
    void fillsInIdsThatDifferFromCaseToCase() {
        var bodies =
                java.util.stream.LongStream.range(0, 50)
                        .mapToObj(seed -> SandboxAnswers.of(Ending.RATE_LIMITED, seed).body())
                        .toList();

        assertThat(bodies).noneMatch(body -> body.contains("{hex}") || body.contains("{uuid}"));
        assertThat(bodies.stream().distinct().count()).isGreaterThan(30);
    }

    private static SandboxAnswer answer(int status, String body) {
        return new SandboxAnswer(Ending.NONE, status, Map.of(), body);
    }
}
