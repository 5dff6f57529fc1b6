package io.mediagate.catalog;

/// One way to have a model made.
///
/// @param provider the `Provider.name()` that makes it
/// @param model that provider's name of the model
public record Route(String provider, String model) {}
