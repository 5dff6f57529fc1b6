package io.mediagate.api;

/// Some paths of the API that belong together.
@FunctionalInterface
public interface Routes {
    /// Adds them, once, before the server starts.
    void addTo(Router router);
}
