package io.mediagate.api;

import static io.mediagate.api.Front.IMAGE;
import static io.mediagate.api.Front.assertError;
import static io.mediagate.api.Front.assertErrorBody;
import static io.mediagate.api.Front.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.error.ErrorCode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {

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
    @EnumSource
    void hasTheShapeForEveryGeneralCode(ErrorCode code) {
        if (code.scope() != ErrorCode.Scope.GENERAL
                || code.status() == 401
                || code.status() == 405) {
            return;
        }

        // Made up, so not held against the description: a real create has not all of these.
        var request =
                front.request("/generation/" + IMAGE, "Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"prompt\":\"refused:" + code + "\"}"))
                        .build();
        var answer = front.send(request, BodyHandlers.ofString());

        // Longer names that begin with the same word come later in the table.
        assertError(answer, code.status(), code.name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/credits",
                "/api/v1/models",
                "/api/v1/models/google/veo-3.1",
                "/api/v1/generations",
                "/generations/running",
                "/generation/gen_1",
                "/generation/gen_1/events",
                "/api/v1/predictions/gen_1/subscribe",
            })
    void wantsAKeyEverywhere(String path) {
        assertError(
                front.send(HttpRequest.newBuilder(front.uri(path)).build()), 401, "UNAUTHORIZED");
        assertError(front.get(path, "Authorization", "Basic bWluZQ=="), 401, "UNAUTHORIZED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/v1",
                "/api/v1/",
                "/api/v1/nothing",
                "/generation",
                "/generation/",
                "/generation/nobody",
                "/api/v1/files/a/b",
                "/api/v1//credits",
                "/favicon.ico",
            })
    void findsNothingThere(String path) {
        assertError(front.get(path), 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /api/v1/credits, 'GET, HEAD, OPTIONS'",
        "POST, /api/v1/models, 'GET, HEAD, OPTIONS'",
        "GET, /generation/google/veo-3.1, 'OPTIONS, POST'",
        "POST, /generation/gen_1, 'GET, HEAD, OPTIONS'",
        "GET, /generation/gen_1/cancel, 'OPTIONS, POST'",
        "GET, /api/ai/tts/generate, 'OPTIONS, POST'",
        "PATCH, /healthz, 'GET, HEAD, OPTIONS'",
        "BREW, /healthz, 'GET, HEAD, OPTIONS'",
    })
    void saysWhatIsAllowed(String method, String path, String allow) {
        var answer =
                front.send(front.request(path).method(method, BodyPublishers.noBody()).build());

        assertError(answer, 405, "METHOD_NOT_ALLOWED");
        assertThat(answer.headers().firstValue("Allow")).contains(allow);
    }

    @Test
    void answersHeadAndOptions() {
        var head = front.send(front.request("/api/v1/credits").HEAD().build());
        var options =
                front.send(
                        front.request("/api/v1/credits")
                                .method("OPTIONS", BodyPublishers.noBody())
                                .build());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("Content-Length").orElse(0)).isGreaterThan(10);
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
    }

    @Test
    void tellsNothingOfABug() {
        var answer = front.post("/generation/" + IMAGE, "{\"prompt\":\"bug\"}");

        assertError(answer, 500, "INTERNAL_ERROR");
        assertThat(answer.body()).doesNotContain("secret").doesNotContain("Acme");
    }

    @Test
    void speaksRfc9457ToWhoAsksForIt() {
        var answer =
                front.post(
                        "/generation/" + IMAGE,
                        "{\"prompt\":7}",
                        "Accept",
                        "application/problem+json, application/json");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        var problem = json(answer);
        assertThat(problem.get("error").stringValue()).isEqualTo("IMAGE_GENERATION_INVALID_INPUT");
        assertThat(problem.get("code")).isEqualTo(problem.get("error"));
        assertThat(problem.get("detail")).isEqualTo(problem.get("message"));
        assertThat(problem.get("type").stringValue()).isEqualTo("about:blank");
        assertThat(problem.get("title").stringValue()).isEqualTo("Bad Request");
        assertThat(problem.get("status").intValue()).isEqualTo(400);
        assertThat(problem.get("retryable").booleanValue()).isFalse();
        assertThat(problem.get("charged").booleanValue()).isFalse();
        assertThat(problem.get("next_action").stringValue()).isEqualTo("fix_input");
        assertThat(problem.at("/errors/0/pointer").stringValue()).isEqualTo("/prompt");
        assertThat(problem.at("/errors/0/message").stringValue()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET /healthz\r\n\r\n",
                "GET /healthz HTTP/3.7\r\nHost: a\r\n\r\n",
                "GET /healthz HTTP/1.1\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nHost: a\r\nno colon here\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /healthz?a=%zz{ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
            })
    void answersMalformedHttpInTheSameShape(String request) {
        var answer = front.raw(request);

        assertThat(answer).startsWith("HTTP/1.1 4").containsIgnoringCase("x-request-id: req_");
        var body = JsonBodies.MAPPER.readTree(BodyTest.bodyOf(answer));
        assertErrorBody(BodyTest.bodyOf(answer), body.get("code").stringValue());
    }

    @Test
    void refusesHeadersAndAddressesOfAnySize() {
        var longHeader =
                "GET /healthz HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(20_000) + "\r\n\r\n";
        var longPath = "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n";

        assertErrorBody(BodyTest.bodyOf(front.raw(longHeader)), "INVALID_REQUEST");
        assertErrorBody(BodyTest.bodyOf(front.raw(longPath)), "INVALID_REQUEST");
    }

    @Test
    void isAliveReadyAndMeasured() {
        assertThat(front.send(HttpRequest.newBuilder(front.uri("/healthz")).build()).statusCode())
                .isEqualTo(200);
        assertThat(front.send(HttpRequest.newBuilder(front.uri("/readyz")).build()).statusCode())
                .isEqualTo(200);
        assertThat(front.send(HttpRequest.newBuilder(front.uri("/metrics")).build()).body())
                .contains(
                        "mediagate_http_requests_seconds_count{method=\"GET\",route=\"/healthz\"");
    }

    @Test
    void wantsAKeyForTheMetricsThroughAProxyOnTheSameMachine() {
        var proxied = "192.0.2.1";

        assertError(
                front.get("/metrics", "X-Forwarded-For", proxied, "Authorization", "Bearer no"),
                401,
                "UNAUTHORIZED");
        assertThat(front.get("/metrics", "X-Forwarded-For", proxied).statusCode()).isEqualTo(200);
    }
}
