package io.mediagate.api;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the check of answers lets pass and what it finds.
class DescribedAnswersTest {
    private static final String CREATE = "/api/v1/generation/" + Front.IMAGE;
    private static final String CREDITS =
            "{\"total\":3,\"subscription\":1,\"permanent\":2,\"held\":0}";
    private static final Map<String, List<String>> JSON =
            Map.of("x-request-id", List.of("req_1"), "content-type", List.of("application/json"));

    private static DescribedAnswers described;

    @BeforeAll
    static void ask(@TempDir Path folder) {
        try (var front = new Front(folder)) {
            described = DescribedAnswers.of(front.get("/openapi.json").body());
        }
    }

    private static void check(String method, String path, int status, String body) {
        described.check(method, path, status, JSON, body);
    }

    private static String error(String code) {
        return "{\"error\":\"%1$s\",\"code\":\"%1$s\",\"message\":\"No.\"}".formatted(code);
    }

    @Test
    void letsDescribedAnswersPass() {
        assertThatCode(
                        () -> {
                            check("GET", "/api/v1/credits", 200, CREDITS);
                            check("POST", CREATE, 422, error("IMAGE_GENERATION_CONTENT_REJECTED"));
                            check(
                                    "POST",
                                    "/generation/no/such",
                                    400,
                                    error("TTS_GENERATION_UNSUPPORTED_MODEL"));
                            check(
                                    "POST",
                                    "/generation/one",
                                    400,
                                    error("TTS_GENERATION_UNSUPPORTED_MODEL"));
                            check("GET", "/nowhere?at=all", 404, error("NOT_FOUND"));
                        })
                .doesNotThrowAnyException();
    }

    @Test
    void findsAnUnknownStatus() {
        assertThatThrownBy(() -> check("GET", "/api/v1/credits", 418, error("NOT_FOUND")))
                .hasMessageContaining("not described");
    }

    @Test
    void findsAnUnknownAddress() {
        assertThatThrownBy(() -> check("GET", "/api/v1/debts", 200, CREDITS))
                .hasMessageContaining("not described");
    }

    @Test
    void findsAMemberTooManyAndOneTooFew() {
        assertThatThrownBy(() ->
                        check("GET", "/api/v1/credits", 200, CREDITS.replace("}", ",\"debt\":1}")))
                .hasMessageContaining("debt");
        assertThatThrownBy(() ->
                        check("GET", "/api/v1/credits", 200, CREDITS.replace(",\"held\":0", "")))
                .hasMessageContaining("held");
    }

    @Test
    void findsAnotherFamilysCode() {
        assertThatThrownBy(() ->
                        check("POST", CREATE, 422, error("VIDEO_GENERATION_CONTENT_REJECTED")))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void findsAHeaderThatIsMissing() {
        var none = new HashMap<>(JSON);
        none.remove("x-request-id");

        assertThatThrownBy(() -> described.check("GET", "/api/v1/credits", 200, none, CREDITS))
                .hasMessageContaining("X-Request-Id");
        assertThatThrownBy(() -> check("GET", "/api/v1/credits", 401, error("UNAUTHORIZED")))
                .hasMessageContaining("WWW-Authenticate");
    }

    @Test
    void findsFramesThatAreNoGenerations() {
        var headers = new HashMap<>(JSON);
        headers.put("content-type", List.of("text/event-stream; charset=utf-8"));
        headers.put("x-generation-id", List.of("gen_1"));
        headers.put("cache-control", List.of("no-cache"));
        var path = "/api/v1/predictions/gen_1/subscribe";

        assertThatCode(() -> described.check("GET", path, 200, headers, ": hb\n\n"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        described.check("GET", path, 200, headers, "id: 1\ndata: {\"id\":1}\n\n"))
                .isInstanceOf(AssertionError.class);
    }
}
