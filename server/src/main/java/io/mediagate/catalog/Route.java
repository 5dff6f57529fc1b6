package io.mediagate.catalog;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// One way to have a model made.
///
/// @param provider the `Provider.name()` that makes it
/// @param model that provider's name of the model
/// @param mapping from the model's input to what that provider takes
public record Route(String provider, String model, Mapping mapping) {

    /// A route that takes every input, as it is.
    public Route(String provider, String model) {
        this(provider, model, Mapping.AS_IT_IS);
    }

    /// What this provider is asked for a normalised input; empty where the route does not serve such an
    /// input. Throws `IllegalStateException` when an expression of the catalogue fails on it.
    public Optional<ObjectNode> map(ObjectNode input) {
        return mapping.of(input);
    }
}
