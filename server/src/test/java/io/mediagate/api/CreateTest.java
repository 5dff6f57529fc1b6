package io.mediagate.api;

import static io.mediagate.api.Front.IMAGE;
import static io.mediagate.api.Front.SPEECH;
import static io.mediagate.api.Front.VIDEO;
import static io.mediagate.api.Front.assertError;
import static io.mediagate.api.Front.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Family;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateTest {

    private static Front front;

    @BeforeAll
    static void start(@TempDir Path folder) {
        front = new Front(folder);
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/generation/", "/generation/"})
    void acceptsAndSaysWhereToLook(String prefix) {
        var answer = front.post(prefix + IMAGE, "{\"prompt\":\"a cat, waits\"}");

        var id = json(answer).get("id").stringValue();
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body())
                .startsWith("{\"id\":\"gen_")
                .contains("\",\"status\":\"IN_QUEUE\"");
        assertThat(answer.headers().firstValue("Location")).contains("/api/v1/generation/" + id);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.headers().firstValue("X-Generation-Id")).contains(id);
        assertThat(answer.headers().firstValue("X-Request-Id").orElse("")).startsWith("req_");
        assertThat(json(answer).propertyNames())
                .containsExactly(
                        "id",
                        "status",
                        "model",
                        "input",
                        "data",
                        "usage",
                        "progress",
                        "livemode",
                        "created_at",
                        "started_at",
                        "finished_at");
        assertThat(json(answer).get("created_at").stringValue())
                .isEqualTo("2026-11-23T08:00:00.007Z");
        assertThat(json(answer).at("/input/n").intValue()).isEqualTo(1);
    }

    @Test
    void acceptsNothingInADryRun() {
        var before = json(front.get("/api/v1/generations?limit=100")).get("data").size();

        var answer =
                front.post(
                        "/api/v1/generation/" + IMAGE + "?dry_run=true",
                        "{\"prompt\":\"x\",\"n\":3}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).propertyNames()).containsExactly("model", "input", "usage");
        assertThat(json(answer).get("usage").toString())
                .isEqualTo("{\"total\":9,\"subscription\":5,\"permanent\":4}");
        assertThat(json(front.get("/api/v1/generations?limit=100")).get("data").size())
                .isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "wait=5, wait=5",
        "WAIT=5, wait=5",
        "'respond-async, wait=5', wait=5",
        "wait=\"5\", wait=5",
        "'wait=5; foo=bar', wait=5",
        "wait=0, wait=1",
        "wait=999, wait=60",
        "'wait=3, wait=9', wait=3",
    })
    void waitsWhenThatIsPreferred(String prefer, String applied) {
        var answer = front.post("/generation/" + IMAGE, "{\"prompt\":\"x\"}", "Prefer", prefer);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Preference-Applied")).contains(applied);
        assertThat(json(answer).get("status").stringValue()).isEqualTo("COMPLETED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wait",
                "wait=",
                "wait=-1",
                "wait=1.5",
                "wait=x",
                "waits=3",
                "wait=x, wait=3"
            })
    void ignoresAPreferenceThatMakesNoSense(String prefer) {
        var answer = front.post("/generation/" + IMAGE, "{\"prompt\":\"x\"}", "Prefer", prefer);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Preference-Applied")).isEmpty();
    }

    @Test
    void answersWhatThereIsWhenTheWaitIsOver() {
        var answer =
                front.post("/generation/" + IMAGE, "{\"prompt\":\"waits\"}", "Prefer", "wait=1");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Preference-Applied")).contains("wait=1");
        assertThat(answer.headers().firstValue("Location")).isPresent();
    }

    static Stream<Arguments> everyGenerationCode() {
        return Arrays.stream(Family.values())
                .flatMap(family ->
                        Arrays.stream(ErrorCode.values())
                                .filter(code -> code.scope() != ErrorCode.Scope.GENERAL)
                                .map(code -> Arguments.of(family, code)));
    }

    private static String model(Family family) {
        return switch (family) {
            case IMAGE -> IMAGE;
            case VIDEO -> VIDEO;
            case TTS -> SPEECH;
        };
    }

    private static String input(Family family, String text) {
        return (family == Family.TTS ? "{\"text\":\"%s\"}" : "{\"prompt\":\"%s\"}").formatted(text);
    }

    @ParameterizedTest
    @MethodSource("everyGenerationCode")
    void answersAFailureWithItsStatusAndCodeWhenWaiting(Family family, ErrorCode code) {
        var answer =
                front.post(
                        "/generation/" + model(family),
                        input(family, "ends:" + code),
                        "Prefer",
                        "wait=5");

        assertError(answer, code.status(), code.in(family));
        assertThat(answer.headers().firstValue("X-Generation-Id").orElse("")).startsWith("gen_");
        assertThat(answer.headers().firstValue("Preference-Applied")).contains("wait=5");
    }

    @ParameterizedTest
    @MethodSource("everyGenerationCode")
    void refusesAtTheDoorWithTheSameShape(Family family, ErrorCode code) {
        var refused = input(family, "refused:" + code);

        assertError(
                front.post("/generation/" + model(family), refused),
                code.status(),
                code.in(family));
        assertError(
                front.post("/generation/sse/" + model(family), refused),
                code.status(),
                code.in(family));
    }

    @ParameterizedTest
    @MethodSource("everyGenerationCode")
    void readsAFailureAsAnObject(Family family, ErrorCode code) {
        var accepted = front.post("/generation/" + model(family), input(family, "ends:" + code));

        var read = front.get("/generation/" + json(accepted).get("id").stringValue());

        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(json(read).get("status").stringValue()).isEqualTo("FAILED");
        assertThat(json(read).get("code").stringValue()).isEqualTo(code.in(family));
        assertThat(json(read).get("message").stringValue()).isEqualTo(code.message());
        assertThat(json(read).get("data").isNull()).isTrue();
        assertThat(json(read).at("/usage/total").intValue()).isZero();
    }

    @ParameterizedTest
    @MethodSource("everyGenerationCode")
    void failsTheSynchronousSpeechCallLikewise(Family family, ErrorCode code) {
        var text = "{\"modelId\":\"" + SPEECH + "\",\"input\":{\"text\":\"ends:" + code + "\"}}";

        var answer = front.post("/api/ai/tts/generate", text);

        assertError(answer, code.status(), code.in(Family.TTS));
        assertThat(answer.headers().firstValue("X-Generation-Id").orElse("")).startsWith("gen_");
    }

    @Test
    void saysCreditWhenThereAreNotEnough() {
        var answer =
                front.post("/generation/" + VIDEO, "{\"prompt\":\"refused:INSUFFICIENT_CREDITS\"}");

        assertError(answer, 402, "VIDEO_GENERATION_INSUFFICIENT_CREDITS");
        assertThat(json(answer).get("message").stringValue()).contains("credit");
    }

    @Test
    void checksKeyThenModelThenMediaTypeThenBodyThenSchema() {
        var unknown = "/generation/google/nothing-like-it";
        var known = "/generation/" + IMAGE;

        assertError(
                front.post(unknown, "{", "Authorization", "Bearer wrong", "X-A", "b"),
                401,
                "UNAUTHORIZED");
        assertThat(json(front.post(unknown, "{")).get("code").stringValue())
                .endsWith("_GENERATION_UNSUPPORTED_MODEL");
        assertError(
                front.send(
                        front.request(known, "Content-Type", "text/plain")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{"))
                                .build()),
                415,
                "IMAGE_GENERATION_INVALID_INPUT");
        assertError(front.post(known, "{"), 400, "IMAGE_GENERATION_INVALID_INPUT");
        assertError(front.post(known, "{\"nope\":1}"), 400, "IMAGE_GENERATION_INVALID_INPUT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gen_1/foo", "sse", "nobody", "nobody/nothing/at/all", "a%2Fb"})
    void knowsNoModelOfAReservedOrUnknownName(String path) {
        var answer = front.post("/api/v1/generation/" + path, "{}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("code").stringValue())
                .endsWith("_GENERATION_UNSUPPORTED_MODEL");
    }
}
