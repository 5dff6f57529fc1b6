package io.mediagate.endtoend;

import io.mediagate.error.Family;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// A model of each family, as small and quick as it gets.
enum Sample {
    PICTURE(Family.IMAGE, "openai/gpt-image-2", "{\"quality\":\"low\",\"prompt\":"),
    FILM(
            Family.VIDEO,
            "google/veo-3.1",
            "{\"duration\":4,\"resolution\":\"720p\",\"generate_audio\":false,\"prompt\":"),
    SPEECH(Family.TTS, "minimax-tts/speech-02-hd", "{\"text\":");

    private static final List<Sample> ALL = List.of(values());

    private final Family family;
    private final String model;
    private final String start;

    Sample(Family family, String model, String start) {
        this.family = family;
        this.model = model;
        this.start = start;
    }

    static Sample of(Family family) {
        return ALL.stream().filter(sample -> sample.family == family).findFirst().orElseThrow();
    }

    Family family() {
        return family;
    }

    String model() {
        return model;
    }

    /// Where it is created.
    String path() {
        return "/api/v1/generation/" + model;
    }

    /// Where it is created and streamed.
    String streamPath() {
        return "/api/v1/generation/sse/" + model;
    }

    /// A body with this prompt or text.
    String input(String prompt) {
        return start + JsonMapper.shared().writeValueAsString(prompt) + "}";
    }

    /// The body of the synchronous route.
    static String spoken(String text) {
        return "{\"modelId\":\"%s\",\"input\":%s}".formatted(SPEECH.model, SPEECH.input(text));
    }
}
