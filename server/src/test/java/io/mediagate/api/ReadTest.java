package io.mediagate.api;

import static io.mediagate.api.Front.IMAGE;
import static io.mediagate.api.Front.SPEECH;
import static io.mediagate.api.Front.VIDEO;
import static io.mediagate.api.Front.assertError;
import static io.mediagate.api.Front.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadTest {

    private Front front;

    @BeforeEach
    void start(@TempDir Path folder) {
        front = new Front(folder);
    }

    @AfterEach
    void stop() {
        front.close();
    }

    private String create(String model, String input) {
        return json(front.post("/generation/" + model, input)).get("id").stringValue();
    }

    @Test
    void showsAnImageAsTheContractSays() {
        var data =
                json(front.get("/generation/" + create(IMAGE, "{\"prompt\":\"x\"}"))).get("data");

        assertThat(data.propertyNames())
                .containsExactly("type", "n", "actual_prompt", "images", "image");
        assertThat(data.get("image").propertyNames())
                .containsExactly(
                        "url", "file_name", "content_type", "width", "height", "thumbnail_url");
        assertThat(data.at("/images/0")).isEqualTo(data.get("image"));
        assertThat(data.get("actual_prompt").stringValue()).isEqualTo("a cat");
        assertThat(data.at("/image/url").stringValue())
                .startsWith("http://127.0.0.1:" + front.api.port() + "/api/v1/files/ws_mine/file_");
    }

    @Test
    void showsAVideoAndSpeechAsTheContractSays() {
        var video =
                json(front.get("/generation/" + create(VIDEO, "{\"prompt\":\"x\"}"))).get("data");
        var speech =
                json(front.get("/generation/" + create(SPEECH, "{\"text\":\"x\"}"))).get("data");

        assertThat(video.propertyNames()).containsExactly("type", "videos", "video");
        assertThat(video.get("video").propertyNames())
                .containsExactly(
                        "url",
                        "file_name",
                        "content_type",
                        "width",
                        "height",
                        "duration",
                        "poster_url");
        assertThat(video.at("/video/duration").toString()).isEqualTo("8");
        assertThat(speech.propertyNames()).containsExactly("type", "audios", "audio");
        assertThat(speech.get("audio").propertyNames())
                .containsExactly("url", "file_name", "content_type", "duration");
        assertThat(speech.at("/audio/duration").toString()).isEqualTo("3.2");
    }

    @Test
    void saysNothingNewWhileNothingChangedAndTheLinksHold() {
        var path = "/api/v1/generation/" + create(IMAGE, "{\"prompt\":\"x\"}");
        var tag = front.get(path).headers().firstValue("ETag").orElseThrow();

        front.clock.forward(Duration.ofMinutes(5));
        var same = front.get(path, "If-None-Match", "\"other\", W/" + tag);
        front.clock.forward(Duration.ofHours(7));
        var renewed = front.get(path, "If-None-Match", tag);

        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.headers().firstValue("ETag")).contains(tag);
        assertThat(renewed.statusCode()).isEqualTo(200);
    }

    @Test
    void changesItsTagWhenTheGenerationDoes() {
        var id = create(IMAGE, "{\"prompt\":\"waits\"}");
        var queued = front.get("/generation/" + id);

        front.generations.start(id);
        var running =
                front.get(
                        "/generation/" + id,
                        "If-None-Match",
                        queued.headers().firstValue("ETag").orElseThrow());

        assertThat(queued.headers().firstValue("Retry-After")).contains("1");
        assertThat(running.statusCode()).isEqualTo(200);
        assertThat(json(running).get("status").stringValue()).isEqualTo("IN_PROGRESS");
    }

    @Test
    void cancelsOnceAndLeavesTheEndedAlone() {
        var waiting = create(IMAGE, "{\"prompt\":\"waits\"}");
        var done = create(IMAGE, "{\"prompt\":\"x\"}");

        for (int i = 0; i < 2; i++) {
            var canceled = front.post("/api/v1/generation/" + waiting + "/cancel", "");
            assertThat(canceled.statusCode()).isEqualTo(200);
            assertThat(json(canceled).get("status").stringValue()).isEqualTo("CANCELED");
            assertThat(canceled.headers().firstValue("X-Generation-Id")).contains(waiting);
        }
        assertThat(
                        json(front.post("/generation/" + done + "/cancel", ""))
                                .get("status")
                                .stringValue())
                .isEqualTo("COMPLETED");
    }

    @Test
    void tellsNobodyOfAnothersGeneration() {
        var id = create(IMAGE, "{\"prompt\":\"x\"}");
        var none = id.substring(0, id.length() - 1) + "!";

        for (var path : new String[] {"", "/events"}) {
            var theirs = front.get("/generation/" + id + path, "Authorization", "Bearer theirs");
            var nobodys = front.get("/generation/" + none + path);
            assertError(theirs, 404, "NOT_FOUND");
            assertThat(theirs.body()).isEqualTo(nobodys.body());
        }
        assertError(
                front.post("/generation/" + id + "/cancel", "", "Authorization", "Bearer theirs"),
                404,
                "NOT_FOUND");
        assertThat(
                        front.get("/generation/" + id, "Authorization", "Bearer theirs")
                                .headers()
                                .firstValue("X-Generation-Id"))
                .contains(id);
    }

    @Test
    void listsWhatRunsAsABareArray() {
        create(IMAGE, "{\"prompt\":\"x\"}");
        var first = create(IMAGE, "{\"prompt\":\"waits\"}");
        var second = create(VIDEO, "{\"prompt\":\"waits\"}");

        var all = json(front.get("/generations/running?workspace=ws_mine"));
        var one = json(front.get("/api/v1/generations/running?limit=1"));

        assertThat(all.isArray()).isTrue();
        assertThat(all.findValuesAsString("id")).containsExactly(second, first);
        assertThat(all.get(0).propertyNames()).startsWith("id", "status");
        assertThat(one.size()).isEqualTo(1);
        assertError(front.get("/generations/running?workspace=ws_theirs"), 404, "NOT_FOUND");
    }

    @Test
    void pagesThroughTheHistory() {
        var first = create(IMAGE, "{\"prompt\":\"x\"}");
        var second = create(VIDEO, "{\"prompt\":\"x\"}");
        var failed = create(IMAGE, "{\"prompt\":\"ends:FAILED\"}");

        var page = json(front.get("/api/v1/generations?limit=2"));
        var next =
                json(
                        front.get(
                                "/api/v1/generations?limit=2&cursor="
                                        + page.get("next_cursor").stringValue()));

        assertThat(page.propertyNames()).containsExactly("data", "has_more", "next_cursor");
        assertThat(page.at("/data/0/id").stringValue()).isEqualTo(failed);
        assertThat(page.at("/data/1/id").stringValue()).isEqualTo(second);
        assertThat(page.get("has_more").booleanValue()).isTrue();
        assertThat(next.at("/data/0/id").stringValue()).isEqualTo(first);
        assertThat(next.get("next_cursor").isNull()).isTrue();
        assertThat(json(front.get("/generations?status=FAILED")).at("/data/0/id").stringValue())
                .isEqualTo(failed);
        assertThat(json(front.get("/generations?model=google%2Fveo-3.1")).get("data").size())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/generations?limit=0",
                "/generations?limit=101",
                "/generations?limit=x",
                "/generations?status=DONE",
                "/generations/running?limit=-1",
            })
    void refusesAQueryThatMakesNoSense(String path) {
        assertError(front.get(path), 400, "INVALID_REQUEST");
    }

    @Test
    void tellsTheBalance() {
        assertThat(front.get("/api/v1/credits").body())
                .isEqualTo("{\"total\":25,\"subscription\":5,\"permanent\":20,\"held\":3}");
    }

    @Test
    void showsTheCatalogue() {
        var all = front.get("/api/v1/models");
        var one = front.get("/api/v1/models/" + IMAGE);

        assertThat(json(all).get("data").size()).isGreaterThan(70);
        assertThat(json(one).propertyNames())
                .contains("path", "title", "family", "input_schema", "price", "status");
        assertThat(json(one).get("path").stringValue()).isEqualTo(IMAGE);
        assertThat(all.body()).contains(one.body());
        assertError(front.get("/api/v1/models/google/nothing"), 404, "NOT_FOUND");
    }

    @Test
    void speaksAtOnce() {
        var answer =
                front.post(
                        "/api/ai/tts/generate",
                        "{\"modelId\":\"" + SPEECH + "\",\"input\":{\"text\":\"hello\"}}");

        var data = json(answer).get("data");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Generation-Id").orElse("")).startsWith("gen_");
        assertThat(json(answer).get("success").booleanValue()).isTrue();
        assertThat(data.propertyNames())
                .containsExactly(
                        "provider",
                        "model",
                        "modelId",
                        "endpoint",
                        "audio_url",
                        "audio",
                        "output",
                        "logs",
                        "metrics");
        assertThat(data.get("provider").stringValue()).isEqualTo("minimax-tts");
        assertThat(data.get("model").stringValue()).isEqualTo("speech-02-hd");
        assertThat(data.at("/output/audio_url")).isEqualTo(data.get("audio_url"));
        assertThat(data.at("/audio/duration").toString()).isEqualTo("3.2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"modelId\":\"minimax-tts/speech-02-hd\" | 200",
                "\"provider\":\"minimax-tts\",\"model\":\"speech-02-hd\" | 200",
                "\"modelId\":\"minimax-tts/speech-02-hd\",\"provider\":\"a\",\"model\":\"b\" | 200",
                "\"endpoint\":\"minimax-tts/speech-02-hd\" | 200",
                "\"modelId\":\"minimax-tts/speech-02-hd\",\"endpoint\":\"other\" | 200",
                "\"modelId\":null,\"endpoint\":\"minimax-tts/speech-02-hd\" | 200",
                "\"modelId\":\"nobody/nothing\" | UNSUPPORTED_MODEL",
                "\"modelId\":\"google/veo-3.1\" | UNSUPPORTED_MODEL",
                "\"provider\":\"minimax-tts\" | UNSUPPORTED_MODEL",
                "\"model\":\"speech-02-hd\",\"endpoint\":\"minimax-tts/speech-02-hd\" | UNSUPPORTED_MODEL",
                "\"endpoint\":\"nobody/nothing\" | UNSUPPORTED_MODEL",
                "\"modelId\":7 | INVALID_INPUT",
                "\"voice\":\"x\",\"modelId\":\"minimax-tts/speech-02-hd\" | INVALID_INPUT",
            })
    void findsTheSpeechModelByTheContractsPrecedence(String members, String outcome) {
        for (var prefix : new String[] {"/api", "/api/v1", ""}) {
            var answer =
                    front.post(
                            prefix + "/ai/tts/generate",
                            "{" + members + ",\"input\":{\"text\":\"hello\"}}");
            if (outcome.equals("200")) {
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            } else {
                assertError(answer, 400, "TTS_GENERATION_" + outcome);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"input\":{\"text\":\"x\"}}",
                "{\"modelId\":\"minimax-tts/speech-02-hd\"}",
                "{\"modelId\":\"minimax-tts/speech-02-hd\",\"input\":\"x\"}",
                "{\"modelId\":\"minimax-tts/speech-02-hd\",\"input\":{}}",
                "{\"modelId\":\"minimax-tts/speech-02-hd\",\"input\":{\"text\":7}}",
                "[]",
            })
    void refusesSpeechWithoutAModelOrInput(String body) {
        assertError(front.post("/ai/tts/generate", body), 400, "TTS_GENERATION_INVALID_INPUT");
    }
}
