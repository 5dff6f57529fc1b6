package io.mediagate.generation;

import io.mediagate.account.Caller;
import io.mediagate.catalog.Model;
import io.mediagate.credits.Credits;
import tools.jackson.databind.node.ObjectNode;

/// A generation that was asked for and is not accepted yet.
///
/// @param input normalised by the model
/// @param price exact, of that input
public record Draft(Caller caller, Model model, ObjectNode input, Credits price) {}
