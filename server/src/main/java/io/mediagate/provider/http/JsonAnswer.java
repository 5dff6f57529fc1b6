package io.mediagate.provider.http;

import io.mediagate.egress.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An answer that is JSON, read by JSON pointers (RFC 6901) such as `/data/0/url`.
public record JsonAnswer(JsonNode json) {

    /// Throws `Unreadable` or Jackson's own exception when it is no JSON object; who reads answers of
    /// vendors lets both pass.
    public static JsonAnswer of(HttpAnswer answer) {
        var json = JsonMapper.shared().readTree(answer.body());
        if (!json.isObject()) {
            throw new Unreadable("an answer that is no JSON object");
        }
        return new JsonAnswer(json);
    }

    public boolean has(String pointer) {
        var value = json.at(pointer);
        return !value.isMissingNode() && !value.isNull();
    }

    /// The text or number there; empty if there is none.
    public String text(String pointer) {
        return json.at(pointer).asString("");
    }

    /// The text or number there, without which nothing goes on.
    public String need(String pointer) {
        var text = text(pointer);
        if (text.isBlank()) {
            throw new Unreadable("an answer without " + pointer);
        }
        return text;
    }

    /// A part of 1 there, as a percentage; empty if there is no number.
    public OptionalInt percent(String pointer) {
        var part = json.at(pointer);
        return part.isNumber()
                ? OptionalInt.of((int) Math.round(part.doubleValue() * 100))
                : OptionalInt.empty();
    }

    /// All texts that stand at `pointer` in the elements of a list; at the elements themselves where it
    /// is empty.
    public List<String> texts(String list, String pointer) {
        var texts = new ArrayList<String>();
        json.at(list)
                .forEach(element -> {
                    var text = element.at(pointer).asString("");
                    if (!text.isBlank()) {
                        texts.add(text);
                    }
                });
        return texts;
    }
}
