package io.mediagate.command;

import io.mediagate.error.Redaction;
import io.mediagate.generation.Wording;
import io.mediagate.provider.http.FailureRules;
import io.mediagate.provider.http.Failures;
import io.mediagate.provider.http.Sample;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Says of a recorded failure what a caller would have read, by the code that says it to callers.
final class Classifier {
    private static final JsonMapper JSON = JsonMapper.shared();

    /// A line of the answer.
    ///
    /// @param understood whether it was a sample
    record Line(String json, boolean understood) {}

    private final Map<String, Failures> vendors;
    private final Wording wording;

    Classifier(Map<String, Failures> vendors, Redaction redaction) {
        this.vendors = vendors;
        this.wording = new Wording(redaction);
    }

    /// Of a line of JSON; who has no table of failures is read by the shared rules.
    Line line(String text) {
        try {
            return new Line(classified(Sample.of(text)), true);
        } catch (IllegalArgumentException e) {
            var fault = JSON.createObjectNode();
            fault.set("id", id(text));
            fault.put("error", String.valueOf(e.getMessage()));
            return new Line(fault.toString(), false);
        }
    }

    private String classified(Sample sample) {
        var rules = vendors.getOrDefault(sample.vendor(), FailureRules.shared());
        var failure = rules.of(sample.answer());
        var told = wording.of(failure);
        var json = JSON.createObjectNode();
        json.put("id", sample.id());
        json.put("code", told.code().in(sample.family()));
        json.put("http_status", told.code().status());
        json.put("message", told.message());
        json.put("retryable", failure.retryable());
        json.put("operator_fault", failure.operatorFault());
        told.retryAfter()
                .ifPresentOrElse(
                        hint -> json.put("retry_after", hint.toSeconds()),
                        () -> json.putNull("retry_after"));
        return json.toString();
    }

    /// So that the line can be found again, if it says which it is.
    private static JsonNode id(String text) {
        try {
            var id = JSON.readTree(text).path("id");
            return id.isValueNode() ? id : JSON.nullNode();
        } catch (JacksonException e) {
            return JSON.nullNode();
        }
    }
}
