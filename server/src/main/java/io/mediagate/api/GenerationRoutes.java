package io.mediagate.api;

import io.helidon.http.HeaderNames;
import io.mediagate.catalog.Catalog;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.generation.Generation;
import io.mediagate.generation.Generations;
import io.mediagate.generation.Generations.Filter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Creating, reading, cancelling and listing generations.
final class GenerationRoutes implements Routes {

    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 100;
    private static final int LONGEST_CURSOR = 512;

    private final Catalog catalog;
    private final Generations generations;
    private final Creation creation;
    private final GenerationAnswers answers;

    GenerationRoutes(
            Catalog catalog,
            Generations generations,
            Creation creation,
            GenerationAnswers answers) {
        this.catalog = catalog;
        this.generations = generations;
        this.creation = creation;
        this.answers = answers;
    }

    @Override
    public void addTo(Router router) {
        router.creates(Router.VERSIONED_AND_BARE, "/generation/{model...}", this::create)
                .creates(Router.VERSIONED_AND_BARE, "/generation/{model}", this::create)
                .on("GET", Router.VERSIONED_AND_BARE, "/generation/{id:gen_}", this::read)
                .on("GET", Router.VERSIONED_AND_BARE, "/generation/{id}", this::read)
                .on("POST", Router.VERSIONED_AND_BARE, "/generation/{id:gen_}/cancel", this::cancel)
                .on("GET", Router.VERSIONED_AND_BARE, "/generations/running", this::running)
                .on("GET", Router.VERSIONED_AND_BARE, "/generations", this::history);
    }

    private void create(Exchange exchange) throws InterruptedException {
        Creation.caller(exchange, () -> catalog.familyOf(exchange.parameter(0)));
        var accepted =
                creation.accept(
                        exchange,
                        () -> creation.draft(exchange, catalog.require(exchange.parameter(0))));
        if (accepted.isPresent()) {
            answerAccepted(exchange, accepted.get());
        }
    }

    private void answerAccepted(Exchange exchange, Generation accepted)
            throws InterruptedException {
        var generation = accepted;
        var wait = Preferences.wait(exchange.headers(Headers.PREFER));
        if (wait.isPresent()) {
            generation = generations.awaitEnd(generation, wait.get());
            exchange.set(Headers.PREFERENCE_APPLIED, "wait=" + wait.get().toSeconds());
        }
        if (generation.failure().isPresent()) {
            throw problem(generation);
        }
        if (!generation.state().ended()) {
            exchange.set(HeaderNames.LOCATION, "/api/v1/generation/" + generation.id());
            exchange.set(HeaderNames.RETRY_AFTER, GenerationAnswers.pollAfter(generation));
        }
        answers.answer(exchange, generation.state().ended() ? 200 : 202, generation);
    }

    /// The failure of a generation as an HTTP error.
    static Problem problem(Generation generation) {
        var failure = generation.failure().orElseThrow();
        var problem = Problem.of(generation.family(), failure.code(), failure.message());
        return failure.retryAfter().map(problem::withRetryAfter).orElse(problem);
    }

    private void read(Exchange exchange) {
        var scope = exchange.caller().scope();
        var generation = require(generations.find(scope, name(exchange)));
        var json = answers.json(exchange, generation).toString().getBytes(StandardCharsets.UTF_8);
        var tag = tag(generation, json);
        exchange.set(HeaderNames.ETAG, tag);
        exchange.set(HeaderNames.CACHE_CONTROL, "private, no-cache");
        if (!generation.state().ended()) {
            exchange.set(HeaderNames.RETRY_AFTER, GenerationAnswers.pollAfter(generation));
        }
        if (ETags.matches(exchange.headers(HeaderNames.IF_NONE_MATCH), tag)) {
            exchange.answerEmpty(304);
            return;
        }
        exchange.set(Headers.JSON);
        exchange.answer(200, json);
    }

    // The sequence tells its states apart; the checksum the links, which change with the hour and
    // host.
    private static String tag(Generation generation, byte[] json) {
        var checksum = new CRC32C();
        checksum.update(json);
        return "\"%x-%x\"".formatted(generation.sequence(), checksum.getValue());
    }

    private void cancel(Exchange exchange) throws InterruptedException {
        var scope = exchange.caller().scope();
        var generation = require(generations.cancel(scope, name(exchange)));
        answers.answer(exchange, 200, generation);
    }

    private static String name(Exchange exchange) {
        var id = exchange.parameter(0);
        exchange.about(id);
        return id;
    }

    private static Generation require(Optional<Generation> found) {
        return found.orElseThrow(GenerationRoutes::noSuchGeneration);
    }

    /// The same words for another workspace's generation and for none at all.
    static Problem noSuchGeneration() {
        return Problem.of(ErrorCode.NOT_FOUND, "There is no such generation.");
    }

    private void running(Exchange exchange) {
        var scope = exchange.caller().scope();
        if (exchange.query("workspace").filter(id -> !id.equals(scope.workspaceId())).isPresent()) {
            throw Problem.of(ErrorCode.NOT_FOUND, "There is no such workspace.");
        }
        answers.answerAll(exchange, generations.running(scope, limit(exchange)));
    }

    private void history(Exchange exchange) {
        var scope = exchange.caller().scope();
        var filter =
                new Filter(
                        exchange.query("status").map(GenerationJson::state),
                        exchange.query("model"));
        var cursor = exchange.query("cursor");
        if (cursor.filter(text -> text.length() > LONGEST_CURSOR).isPresent()) {
            throw Problem.of(
                    ErrorCode.INVALID_REQUEST,
                    "cursor must be the next_cursor of an earlier page.");
        }
        answers.answerPage(exchange, generations.history(scope, filter, limit(exchange), cursor));
    }

    private static int limit(Exchange exchange) {
        return Query.limit(exchange.query("limit"), DEFAULT_LIMIT, LARGEST_LIMIT);
    }
}
