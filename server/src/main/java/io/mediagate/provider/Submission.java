package io.mediagate.provider;

import io.mediagate.error.Family;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/// What a provider is asked to make.
///
/// @param generationId our own id; a vendor that offers an idempotency key or look-up gets it
/// @param attempt which try at this generation it is, from 1
/// @param model the provider's name of the model, from the route
/// @param family what must come out
/// @param input the normalised input, already mapped to the route's parameters; not to be modified
/// @param deadlineAt when the gateway gives up
public record Submission(
        String generationId,
        int attempt,
        String model,
        Family family,
        ObjectNode input,
        Instant deadlineAt) {}
