package io.mediagate.api;

import io.mediagate.account.Caller;
import io.mediagate.catalog.Model;
import io.mediagate.credits.Credits;
import tools.jackson.databind.node.ObjectNode;

/// What a normalised input costs this caller. It is the model's own price, but for the sandbox's script
/// that prices a request beyond the balance.
@FunctionalInterface
public interface Pricing {
    /// What the catalogue says.
    Pricing CATALOGUE = (_, model, input) -> model.price(input);

    Credits price(Caller caller, Model model, ObjectNode input);
}
