package io.mediagate.provider;

import io.mediagate.error.Family;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a provider is asked to make.
///
/// @param generationId our own id; a vendor that offers an idempotency key or look-up gets it
/// @param attempt which try at this generation it is, from 1
/// @param model the provider's name of the model, from the route
/// @param family what must come out
/// @param input the normalised input, already mapped to the route's parameters; not to be modified
/// @param deadlineAt when the gateway gives up
/// @param asked the normalised input before it was mapped: what is wrong with it is told in its words
public record Submission(
        String generationId,
        int attempt,
        String model,
        Family family,
        ObjectNode input,
        Instant deadlineAt,
        ObjectNode asked) {

    /// One whose input is as it was asked for.
    public Submission(
            String generationId,
            int attempt,
            String model,
            Family family,
            ObjectNode input,
            Instant deadlineAt) {
        this(generationId, attempt, model, family, input, deadlineAt, input);
    }

    /// The same with another input.
    public Submission with(ObjectNode other) {
        return new Submission(generationId, attempt, model, family, other, deadlineAt, asked);
    }

    /// Where the caller wrote this text, for a sentence about it: `image_urls[1]`, a spelling that is still
    /// readable when the sentence has passed `Redaction`.
    public String placeOf(String text) {
        return placeOf(text, asked, "").orElse("A link in the input");
    }

    private static Optional<String> placeOf(String text, JsonNode in, String pointer) {
        if (in.isString()) {
            return in.stringValue().equals(text) ? Optional.of(pointer) : Optional.empty();
        }
        if (in.isArray()) {
            return IntStream.range(0, in.size())
                    .mapToObj(i -> placeOf(text, in.path(i), pointer + "[" + i + "]"))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        return in.propertyStream()
                .map(member -> placeOf(text, member.getValue(), inside(pointer, member.getKey())))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static String inside(String pointer, String name) {
        return pointer.isEmpty() ? name : pointer + "." + name;
    }
}
