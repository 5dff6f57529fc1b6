package io.mediagate.credits;

import io.mediagate.account.Scope;

/// A price to hold for a generation that is about to be accepted.
public record HoldRequest(Scope scope, String generationId, Credits price) {}
