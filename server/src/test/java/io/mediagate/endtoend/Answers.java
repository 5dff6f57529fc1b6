package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The one place that sees every answer of every end-to-end test. Whatever holds for all answers is
/// checked here, so that no test has to think of it.
final class Answers {

    private static final List<Consumer<Answer>> LISTENERS = new CopyOnWriteArrayList<>();

    /// The answer's media types: our own shape of errors, and the standard's.
    private static final List<String> JSON =
            List.of("application/json", "application/problem+json");

    private Answers() {}

    /// Shows all further answers to somebody who may throw.
    static void showTo(Consumer<Answer> listener) {
        LISTENERS.add(listener);
    }

    /// Checks an answer and shows it around.
    static Answer seen(Answer answer) {
        checkHeaders(answer);
        if (answer.status() >= 400 && !answer.method().equals("HEAD")) {
            checkError(answer);
        }
        LISTENERS.forEach(listener -> listener.accept(answer));
        return answer;
    }

    private static void checkHeaders(Answer answer) {
        assertThat(answer.header("x-request-id").orElse(""))
                .as(answer.toString())
                .matches("req_\\w{10,}");
        assertThat(answer.header("www-authenticate").isPresent())
                .as("WWW-Authenticate: %s", answer)
                .isEqualTo(answer.status() == 401);
        assertThat(answer.headers().containsKey("allow"))
                .as("Allow: %s", answer)
                .isEqualTo(answer.status() == 405 || answer.method().equals("OPTIONS"));
        if (answer.status() == 429 || answer.status() == 503) {
            assertThat(answer.header("retry-after").orElse(""))
                    .as(answer.toString())
                    .matches("[1-9]\\d*");
        }
        // Helidon says nothing of itself, and neither may a later layer.
        assertThat(answer.headers())
                .as(answer.toString())
                .doesNotContainKeys("server", "x-powered-by");
    }

    private static void checkError(Answer answer) {
        var type = answer.header("content-type").orElse("");
        assertThat(JSON).as(answer.toString()).contains(type.replaceFirst(";.*", ""));
        var error = answer.json();
        var names = List.copyOf(error.propertyNames());
        assertThat(names.subList(0, 3))
                .as(answer.toString())
                .containsExactly("error", "code", "message");
        if (type.startsWith("application/json")) {
            assertThat(names).as(answer.toString()).hasSize(3);
        }
        assertThat(error.get("error")).as(answer.toString()).isEqualTo(error.get("code"));
        assertThat(error.get("code").stringValue())
                .as(answer.toString())
                .matches("[A-Z]+(_[A-Z]+)*");
        assertThat(error.get("message").stringValue())
                .as(answer.toString())
                .isNotBlank()
                .doesNotContainIgnoringCase("exception")
                .doesNotContain("io.mediagate", "java.");
    }

    /// Headers with lower-case names.
    static Map<String, List<String>> lowerCase(Map<String, List<String>> headers) {
        var lower = new java.util.TreeMap<String, List<String>>();
        headers.forEach(
                (name, values) -> lower.put(name.toLowerCase(java.util.Locale.ROOT), values));
        return lower;
    }
}
