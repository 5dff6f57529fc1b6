package io.mediagate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.account.Scope;
import io.mediagate.event.EventType;
import io.mediagate.generation.Generation;
import io.mediagate.generation.Result;
import io.mediagate.generation.SampleGenerations;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class BodiesTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Scope SCOPE = new Scope("ws_1", false);
    private static final Instant AT = Instant.parse("2026-11-23T08:00:00.120Z");

    private static String body(String input, String actualPrompt) {
        var bodies = new Bodies(_ -> Optional.empty(), BodiesTest::write);
        var sample = SampleGenerations.after(EventType.COMPLETED, SCOPE, AT);
        var files = sample.result().orElseThrow().files();
        var large =
                new Generation(
                        sample.scope(),
                        sample.id(),
                        sample.model(),
                        sample.family(),
                        input,
                        sample.state(),
                        sample.sequence(),
                        sample.price(),
                        sample.progress(),
                        sample.createdAt(),
                        sample.startedAt(),
                        sample.finishedAt(),
                        Optional.of(new Result(actualPrompt, files)),
                        sample.failure());
        return bodies.ofTest("evt_1", EventName.TASK_COMPLETED, AT, Optional.of(large));
    }

    private static void write(StringBuilder out, Generation generation) {
        var prompt = generation.result().map(Result::actualPrompt).orElse("");
        out.append("{\"id\":\"gen_1\",\"input\":").append(generation.input());
        out.append(",\"actual_prompt\":").append(JSON.writeValueAsString(prompt)).append('}');
    }

    private static JsonNode prediction(String body) {
        assertThat(body.getBytes(StandardCharsets.UTF_8).length).isLessThan(20_000);
        return JSON.readTree(body).get("prediction");
    }

    @Test
    void leavesWhatFitsAsItIs() {
        var body = body("{\"prompt\":\"a cat\",\"n\":1}", "a cat");

        assertThat(body)
                .isEqualTo(
                        "{\"id\":\"evt_1\",\"type\":\"task.completed\",\"timestamp\":\"2026-11-23T08:00:00.120Z\","
                                + "\"prediction\":{\"id\":\"gen_1\",\"input\":{\"prompt\":\"a cat\",\"n\":1},"
                                + "\"actual_prompt\":\"a cat\",\"state\":\"succeeded\",\"sequence\":3}}");
    }

    @Test
    void cutsLongTextsFirst() {
        var input = JSON.createObjectNode().put("prompt", "ä".repeat(30_000)).put("n", 1);
        input.put("url", "https://a.example/b.png");

        var prediction = prediction(body(input.toString(), "x".repeat(9_000)));

        assertThat(prediction.at("/input/prompt").stringValue()).isEqualTo("ä".repeat(1_000) + "…");
        assertThat(prediction.at("/input/url").stringValue()).isEqualTo("https://a.example/b.png");
        assertThat(prediction.at("/input/n").intValue()).isOne();
        assertThat(prediction.get("truncated").booleanValue()).isTrue();
    }

    @Test
    void neverSendsMediaInline() {
        var input = "{\"prompt\":\"a cat\",\"image_url\":\"data:image/png;base64,iVBORw0KGgo=\"}";

        var prediction = prediction(body(input, ""));

        assertThat(prediction.at("/input/image_url").stringValue())
                .isEqualTo("data:image/png;base64,…");
        assertThat(prediction.get("truncated").booleanValue()).isTrue();
    }

    @RepeatedTest(50)
    void fitsWhateverWasAsked(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var input = JSON.createObjectNode();
        fill(input, random, 3);

        var prediction = prediction(body(input.toString(), text(random, 40_000)));

        assertThat(prediction.get("state").stringValue()).isEqualTo("succeeded");
        assertThat(prediction.get("input").isObject()).isTrue();
    }

    private static void fill(ObjectNode node, Random random, int depth) {
        for (int i = 0; i < random.nextInt(30); i++) {
            switch (random.nextInt(depth > 0 ? 4 : 2)) {
                case 0 -> node.put("text" + i, text(random, 5_000));
                case 1 -> node.put("number" + i, random.nextLong());
                case 2 -> fill(node.putObject("object" + i), random, depth - 1);
                default -> {
                    var array = node.putArray("array" + i);
                    for (int j = 0; j < random.nextInt(200); j++) {
                        array.add(text(random, 300));
                    }
                }
            }
        }
    }

    private static String text(Random random, int most) {
        var letters = new String[] {"a", "ß", "漢", "🦊", "\"", "\\", "\n", " "};
        var out = new StringBuilder();
        int length = random.nextInt(most);
        while (out.length() < length) {
            out.append(letters[random.nextInt(letters.length)]);
        }
        return out.toString();
    }
}
