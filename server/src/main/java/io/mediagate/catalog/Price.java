package io.mediagate.catalog;

import io.mediagate.credits.Credits;
import tools.jackson.databind.node.ObjectNode;

/// What a generation costs: an expression over the normalised input.
record Price(Expression expression) {
    /// A price that cannot be told is the catalogue's mistake, never the caller's: an
    /// `IllegalStateException`.
    Credits of(ObjectNode input) {
        var price = expression.of(input);
        if (price instanceof Long credits && credits >= 1) {
            return new Credits(credits);
        }
        throw new IllegalStateException(
                "%s must be a whole number of at least 1, not %s".formatted(expression, price));
    }
}
