package io.mediagate.catalog;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import io.mediagate.credits.Credits;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// What a generation costs: a compiled expression over the normalised input.
///
/// @param expression as the catalogue has it
record Price(String expression, Program program) {
    /// A price that cannot be told is the catalogue's mistake, never the caller's.
    Credits of(ObjectNode input) {
        Object price;
        try {
            price = program.eval(Map.of(Prices.INPUT, new InputView(input)));
        } catch (CelEvaluationException e) {
            throw new IllegalStateException("price `" + expression + "` fails", e);
        }
        if (price instanceof Long credits && credits >= 1) {
            return new Credits(credits);
        }
        throw new IllegalStateException(
                "price `%s` must be a whole number of at least 1, not %s"
                        .formatted(expression, price));
    }
}
