package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.account.KeyLimits;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a limited key is answered.
@ExtendWith(SharedGateway.class)
final class KeyLimitsTest {

    private static final List<String> HEADERS =
            List.of(
                    "ratelimit-policy",
                    "ratelimit",
                    "x-ratelimit-limit",
                    "x-ratelimit-remaining",
                    "x-ratelimit-reset");

    private final RunningGateway gateway;

    KeyLimitsTest(RunningGateway gateway) {
        this.gateway = gateway;
    }

    private Client perMinute(int requests) {
        return gateway.limited(
                new KeyLimits.Change(
                        Optional.of(requests),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void tellsItsQuotaWithEveryAnswer() {
        var client = perMinute(60);

        var first = client.get("/api/v1/credits");
        var missing = client.read("gen_01K9ZZZZZZZZZZZZZZZZZZZZZZ");
        var invalid = client.post(Sample.PICTURE.path(), "{}");
        var nowhere = client.get("/api/v1/nowhere");
        var wrongMethod = client.post("/api/v1/credits", "{}");
        var options = client.send("OPTIONS", "/api/v1/credits", BodyPublishers.noBody());
        var tooLong = tooLong(client);
        var answers = List.of(first, missing, invalid, nowhere, wrongMethod, options, tooLong);

        assertThat(answers)
                .extracting(Answer::status)
                .containsExactly(200, 404, 400, 404, 405, 204, 413);
        int left = 59;
        for (var answer : answers) {
            assertThat(answer.header("ratelimit-policy")).contains("\"requests\";q=60;w=60");
            assertThat(answer.header("ratelimit").orElse(""))
                    .matches("\"requests\";r=%d;t=(60|[1-5]?\\d)".formatted(left));
            assertThat(answer.header("x-ratelimit-limit")).contains("60");
            assertThat(answer.header("x-ratelimit-remaining")).contains(Integer.toString(left));
            long reset = Long.parseLong(answer.header("x-ratelimit-reset").orElse("0"));
            assertThat(reset - Instant.now().getEpochSecond()).isBetween(1L, 61L);
            left--;
        }
    }

    /// So long that the server refuses it by what it announces, before any route sees it.
    private static Answer tooLong(Client client) {
        try (var wire =
                client.open(
                        "POST",
                        Sample.PICTURE.path(),
                        "",
                        "Content-Type",
                        "application/json",
                        "Content-Length",
                        "1000000000")) {
            return wire.head();
        }
    }

    @Test
    void countsNothingForAStrangerWhoseAnswerIsTheSameForEverybody() {
        var stranger = gateway.client("mg_test_nobody");

        assertThat(stranger.get("/api/v1/nowhere").status()).isEqualTo(404);
        assertThat(stranger.post("/api/v1/credits", "{}").status()).isEqualTo(405);
    }

    @Test
    void tellsNothingToAKeyWithoutLimits() {
        var answer = gateway.tenant().get("/api/v1/credits");

        assertThat(answer.headers()).doesNotContainKeys(HEADERS.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /api/v1/credits,                            RATE_LIMITED",
        "POST, /api/v1/generation/google/nano-banana-2,    IMAGE_GENERATION_RATE_LIMITED",
        "POST, /api/v1/generation/sse/google/veo-3.1,      VIDEO_GENERATION_RATE_LIMITED",
        "POST, /api/v1/generation/minimax-tts/speech,      TTS_GENERATION_RATE_LIMITED",
        "POST, /api/ai/tts/generate,                       TTS_GENERATION_RATE_LIMITED",
        "POST, /api/v1/generation/nobody/nothing,          VIDEO_GENERATION_RATE_LIMITED",
    })
    void refusesOneRequestTooManyInTheWordsOfWhatIsAskedFor(
            String method, String path, String code) {
        var client = perMinute(2);
        assertThat(client.get("/api/v1/credits").status()).isEqualTo(200);
        assertThat(client.get("/api/v1/models").status()).isEqualTo(200);

        var answer = method.equals("GET") ? client.get(path) : client.post(path, "{}");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(429);
        assertThat(answer.text("/code")).isEqualTo(code);
        assertThat(answer.headers()).containsKeys(HEADERS.toArray(String[]::new));
        int wait = Integer.parseInt(answer.header("retry-after").orElse("0"));
        assertThat(wait).isBetween(1, 60);
        assertThat(answer.header("ratelimit")).contains("\"requests\";r=0;t=" + wait);
        assertThat(answer.header("x-ratelimit-remaining")).contains("0");
    }

    @Test
    void makesOnlyWithTheModelsThatAreAllowed() {
        var client =
                gateway.limited(
                        new KeyLimits.Change(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(List.of("openai/*"))));

        assertThat(client.post(Sample.PICTURE.path(), Sample.PICTURE.input("a jug")).status())
                .isEqualTo(202);
        for (var answer :
                List.of(
                        client.post(Sample.FILM.path(), Sample.FILM.input("a jug")),
                        client.post(Sample.FILM.streamPath(), "{}"),
                        client.post("/api/ai/tts/generate", Sample.spoken("Hello.")))) {
            assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
            assertThat(answer.text("/code")).isEqualTo("FORBIDDEN");
            assertThat(answer.text("/message")).contains("openai/*");
        }
    }

    @Test
    void hasNoMoreUnderWayThanItMay() {
        var client =
                gateway.limited(
                        new KeyLimits.Change(
                                Optional.empty(),
                                Optional.of(1),
                                Optional.empty(),
                                Optional.empty()));
        var body = Sample.PICTURE.input("sandbox:stuck");
        var id = client.post(Sample.PICTURE.path(), body).id();

        var refused = client.post(Sample.PICTURE.path(), body);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text("/code")).isEqualTo("IMAGE_GENERATION_RATE_LIMITED");
        assertThat(refused.header("retry-after")).isPresent();
        client.cancel(id);
        var next = client.post(Sample.PICTURE.path(), body);
        assertThat(next.status()).isEqualTo(202);
        client.cancel(next.id());
    }
}
