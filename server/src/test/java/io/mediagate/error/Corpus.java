package io.mediagate.error;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// Failures as vendors really word them, with what a caller must never read of each.
record Corpus(List<Sample> samples) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    record Sample(String id, String vendor, String body, List<String> mustNotLeak) {
        /// The body, and each text within it.
        List<String> texts() {
            var texts = new ArrayList<String>();
            texts.add(body);
            try {
                collect(JSON.readTree(body), texts);
            } catch (JacksonException _) {
                body.lines().forEach(texts::add);
            }
            return texts;
        }
    }

    static Corpus load() {
        var resource = Corpus.class.getResourceAsStream("/redaction/failures.jsonl");
        var stream = Objects.requireNonNull(resource);
        try (var reader =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return new Corpus(reader.lines().map(Corpus::sample).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sample sample(String line) {
        var node = JSON.readTree(line);
        var secrets = new ArrayList<String>();
        node.get("must_not_leak").forEach(secret -> secrets.add(secret.stringValue()));
        var body = node.get("body");
        return new Sample(
                node.get("id").stringValue(),
                node.get("vendor").stringValue(),
                body.isString() ? body.stringValue() : "",
                secrets);
    }

    private static void collect(JsonNode node, List<String> texts) {
        if (node.isString()) {
            texts.add(node.stringValue());
        }
        node.forEach(child -> collect(child, texts));
    }
}
