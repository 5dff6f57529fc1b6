package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Until;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The clients that exist already, as they behave: they look for the first `"id"` and `"status"` in the
/// text, know no frames but data, and take the first terminal state for the end.
@ExtendWith(SharedGateway.class)
final class PublishedClientTest {

    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern STATUS = Pattern.compile("\"status\"\\s*:\\s*\"([^\"]+)\"");
    private static final List<String> ENDS = List.of("COMPLETED", "FAILED", "CANCELED");

    private final RunningGateway gateway;

    PublishedClientTest(RunningGateway gateway) {
        this.gateway = gateway;
    }

    private static String first(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return found.group(1);
    }

    /// A prompt that would lead a careless search astray.
    private static String prompt(String ending) {
        return "\"id\":\"mine\",\"status\":\"COMPLETED\" " + ending;
    }

    @ParameterizedTest
    @EnumSource(Sample.class)
    void createsPollsAndReadsTheResult(Sample sample) {
        var client = gateway.tenant();
        var accepted = client.post(sample.path(), sample.input(prompt(""))).body();
        var id = first(ID, accepted);
        assertThat(id).startsWith("gen_");
        assertThat(first(STATUS, accepted)).isEqualTo("IN_QUEUE");

        Until.holds("it has ended", () -> ENDS.contains(first(STATUS, client.read(id).body())));

        var end = client.read(id);
        assertThat(first(ID, end.body())).isEqualTo(id);
        assertThat(first(STATUS, end.body())).isEqualTo("COMPLETED");
        var type = sample.family().resultType();
        assertThat(end.text("/data/" + type + "s/0/url"))
                .isEqualTo(end.text("/data/" + type + "/url"));
    }

    @ParameterizedTest
    @EnumSource(Sample.class)
    void streamsUntilTheFirstTerminalFrame(Sample sample) {
        for (var ending : List.of("", "sandbox:failed")) {
            var client = gateway.tenant();
            try (var wire =
                    client.open("POST", sample.streamPath(), sample.input(prompt(ending)))) {
                assertThat(wire.head().status()).isEqualTo(200);
                var text = new StringBuilder();
                for (int b = wire.read(); b >= 0; b = wire.read()) {
                    text.append((char) b);
                }
                checkEvents(client, text.toString(), ending.isEmpty() ? "COMPLETED" : "FAILED");
            }
        }
    }

    private static void checkEvents(Client client, String text, String end) {
        assertThat(text).doesNotContain("event:", "[DONE]", "\r");
        var data = new ArrayList<String>();
        for (var line : text.split("\n", -1)) {
            if (line.startsWith("data:")) {
                data.add(line.substring(5).strip());
            }
        }
        var id = first(ID, data.getFirst());
        assertThat(data).allSatisfy(frame -> assertThat(first(ID, frame)).isEqualTo(id));
        var states = data.stream().map(frame -> first(STATUS, frame)).toList();
        assertThat(states.getFirst()).isEqualTo("IN_QUEUE");
        assertThat(states.stream().filter(ENDS::contains).toList()).containsExactly(end);
        assertThat(states.getLast()).isEqualTo(end);
        var after = client.read(id).body();
        assertThat(after).isEqualTo(data.getLast());
    }

    @Test
    void listsWhatRunsAsABareArray() {
        var client = gateway.tenant();
        assertThat(client.get("/api/v1/generations/running").body()).isEqualTo("[]");
        var older = client.create(Sample.FILM, "sandbox:stuck").id();
        var newer = client.create(Sample.FILM, "sandbox:stuck").id();

        var list = client.get("/generations/running?limit=1").json();

        assertThat(list.isArray()).isTrue();
        assertThat(list).hasSize(1);
        assertThat(list.get(0).get("id").asString()).isEqualTo(newer);
        assertThat(List.copyOf(list.get(0).propertyNames()))
                .contains("id", "status", "usage", "input");
        client.cancel(older);
        client.cancel(newer);
        assertThat(client.get("/generations/running").body()).isEqualTo("[]");
    }

    @Test
    void tellsWhenThereAreNoCredits() {
        var client = gateway.tenantWith(0, 0);

        for (var path : List.of(Sample.PICTURE.path(), Sample.PICTURE.streamPath())) {
            var answer = client.post(path, Sample.PICTURE.input("a cat"));
            assertThat(answer.status()).isEqualTo(402);
            assertThat(answer.text("/message")).containsIgnoringCase("credit");
        }
    }

    @Test
    void answersWithoutAnyPrefix() {
        var client = gateway.tenant();
        var bare = Sample.SPEECH.path().substring("/api/v1".length());

        var id = client.post(bare, Sample.SPEECH.input("Hello.")).id();
        assertThat(client.ended(id).state()).isEqualTo("COMPLETED");
        assertThat(client.get("/generation/" + id).state()).isEqualTo("COMPLETED");
        assertThat(client.get("/generations").json().get("data")).hasSize(1);
        assertThat(client.post("/ai/tts/generate", Sample.spoken("Hello.")).status())
                .isEqualTo(200);
    }
}
