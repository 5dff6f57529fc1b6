package io.mediagate;

import io.mediagate.error.ErrorCode;
import io.mediagate.provider.http.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Failures as vendors really word them, with what must become of each.
record FailureSamples(List<Expected> all) {

    /// A sample and what must become of it.
    record Expected(
            ObjectNode json,
            ErrorCode code,
            boolean retryable,
            boolean operatorFault,
            List<String> mustNotLeak) {
        String id() {
            return json.path("id").stringValue();
        }

        String vendor() {
            return json.path("vendor").stringValue();
        }

        Sample sample() {
            return Sample.of(json.toString());
        }

        /// The same with another body.
        Expected withBody(String body) {
            var other = json.deepCopy();
            other.put("body", body);
            return new Expected(other, code, retryable, operatorFault, mustNotLeak);
        }
    }

    /// Those that were collected, and that the tables were made from.
    static FailureSamples collected() {
        return load("/redaction/failures.jsonl");
    }

    /// Those that were written down from memory of the vendors' documentation, to see how well the tables
    /// read what they were not made from.
    static FailureSamples byHand() {
        return load("/failures/by-hand.jsonl");
    }

    private static FailureSamples load(String name) {
        var resource = FailureSamples.class.getResourceAsStream(name);
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(resource), StandardCharsets.UTF_8))) {
            return new FailureSamples(reader.lines().map(FailureSamples::expected).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Expected expected(String line) {
        var json = (ObjectNode) JsonMapper.shared().readTree(line);
        var secrets = new ArrayList<String>();
        json.get("must_not_leak").valueStream().map(JsonNode::stringValue).forEach(secrets::add);
        return new Expected(
                json,
                ErrorCode.valueOf(json.get("expected").stringValue()),
                json.get("retryable").booleanValue(),
                json.get("operator_fault").booleanValue(),
                secrets);
    }
}
