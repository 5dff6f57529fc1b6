package io.mediagate.api;

import io.mediagate.catalog.Catalog;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.generation.Generation;
import io.mediagate.generation.Generations;
import io.mediagate.generation.Generations.Following;
import java.util.Optional;
import java.util.OptionalLong;

/// The life of a generation as a stream of server-sent events.
final class SseRoutes implements Routes {

    private final Catalog catalog;
    private final Generations generations;
    private final Creation creation;
    private final SseStreams streams;

    SseRoutes(Catalog catalog, Generations generations, Creation creation, SseStreams streams) {
        this.catalog = catalog;
        this.generations = generations;
        this.creation = creation;
        this.streams = streams;
    }

    @Override
    public void addTo(Router router) {
        router.creates(Router.VERSIONED_AND_BARE, "/generation/sse/{model...}", this::create)
                .on("GET", Router.VERSIONED_AND_BARE, "/generation/{id:gen_}/events", this::follow)
                .on("GET", Router.VERSIONED, "/predictions/{id}/subscribe", this::follow);
    }

    private void create(Exchange exchange) throws InterruptedException {
        Creation.caller(exchange, () -> catalog.familyOf(exchange.parameter(0)));
        var accepted =
                creation.accept(
                        exchange,
                        () -> creation.draft(exchange, catalog.require(exchange.parameter(0))));
        if (accepted.isPresent()) {
            stream(exchange, accepted.get());
        }
    }

    private void stream(Exchange exchange, Generation generation) throws InterruptedException {
        // The accepted snapshot is the first frame; the journal has what comes after it.
        var scope = generation.scope();
        try (var following =
                open(generations.follow(scope, generation.id(), generation.sequence()))) {
            streams.run(exchange, Optional.of(generation), following);
        }
    }

    private void follow(Exchange exchange) throws InterruptedException {
        var scope = exchange.caller().scope();
        var id = exchange.parameter(0);
        exchange.about(id);
        var after = lastSeen(exchange);
        var found =
                after.isPresent()
                        ? generations.follow(scope, id, after.getAsLong())
                        : generations.follow(scope, id);
        try (var following = open(found)) {
            if (following.exhausted()) {
                exchange.answerEmpty(204);
            } else {
                streams.run(exchange, Optional.empty(), following);
            }
        }
    }

    private static Following open(Optional<Following> found) {
        return found.orElseThrow(GenerationRoutes::noSuchGeneration);
    }

    /// The sequence of the last frame that the client has.
    private static OptionalLong lastSeen(Exchange exchange) {
        var text =
                exchange.header(Headers.LAST_EVENT_ID)
                        .filter(value -> !value.isEmpty())
                        .or(() -> exchange.query("after"));
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long sequence = Long.parseLong(text.get());
            if (sequence >= 0) {
                return OptionalLong.of(sequence);
            }
        } catch (NumberFormatException _) {
            // Answered below, like a negative number.
        }
        throw Problem.of(
                ErrorCode.INVALID_REQUEST,
                "Last-Event-ID and after must be the id of a frame of this stream, a number.");
    }
}
