package io.mediagate.api;

/// Answers one kind of request. Throws a `Problem` for one that it cannot serve.
@FunctionalInterface
public interface Handler {
    void handle(Exchange exchange) throws InterruptedException;
}
