package io.mediagate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.QuickDisk;
import io.mediagate.account.Caller;
import io.mediagate.catalog.Catalog;
import io.mediagate.credits.Balance;
import io.mediagate.credits.Credits;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Untrusted;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.storage.Database;
import io.mediagate.storage.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A node's life in which a model, `acme/paint`, has two routes: to `one`, and then to `two`.
final class Routed implements AutoCloseable {

    static final String MODEL = "acme/paint";
    static final String DRAWN_BY_ONE_ONLY = "acme/sketch";
    static final String QUEUED_PAINT = "acme/queue";
    static final String QUEUED_OR_PEN = "acme/both";
    static final String HASTY = "acme/hasty";
    static final String MADE_BY_NOBODY = "acme/nowhere";
    static final Catalog CATALOG = catalog();

    final FakeProvider one = new FakeProvider("one");
    final FakeProvider two = new FakeProvider("two");
    final LifeFixture on;

    Routed() {
        this(TestDatabase.open(), LifeFixture.settings(), true);
    }

    /// On a database that the test looks after.
    Routed(Database database) {
        this(database, LifeFixture.settings(), false);
    }

    /// Where each generation has one attempt only, and so never waits for a route.
    static Routed once() {
        var usual = LifeFixture.settings();
        var once =
                new LifeSettings(
                        usual.mostRunning(),
                        usual.heartbeat(),
                        usual.takeOverAfter(),
                        1,
                        usual.firstBackoff());
        return new Routed(TestDatabase.open(), once, true);
    }

    private Routed(Database database, LifeSettings settings, boolean alone) {
        this.on =
                new LifeFixture(database, settings, alone, CATALOG, Map.of("one", one, "two", two));
    }

    private static Catalog catalog() {
        try {
            var folder = QuickDisk.newFolder("catalogue");
            Files.writeString(
                    folder.resolve("acme.yaml"),
                    entry(MODEL, "[{provider: one, model: brush}, {provider: two, model: pen}]")
                            + entry(DRAWN_BY_ONE_ONLY, "[{provider: one, model: chalk}]")
                            + entry(MADE_BY_NOBODY, "[{provider: three, model: pencil}]")
                            + entry(QUEUED_PAINT, "[{provider: fal, model: paint}]")
                                    .replace("deadline: 5m", "deadline: 2h")
                            + entry(
                                    QUEUED_OR_PEN,
                                    "[{provider: fal, model: paint}, {provider: two, model: pen}]")
                            + entry(HASTY, "[{provider: fal, model: paint}]")
                                    .replace("deadline: 5m", "deadline: 10s"));
            return Catalog.with(
                    folder, Set.of("one", "two", "three", "fal"), InstantSource.system());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String entry(String path, String routes) {
        return """
        - path: %s
          title: Paint
          family: IMAGE
          summary: Paints.
          status: available
          deadline: 5m
          price: "7"
          input: {type: object, properties: {prompt: {type: string}, n: {type: integer}}}
          routes: %s
        """
                .formatted(path, routes);
    }

    Generation create(Caller caller) throws InterruptedException {
        return on.create(caller, MODEL);
    }

    Generation end(Caller caller) throws InterruptedException {
        return on.end(create(caller));
    }

    Timeline timeline(Generation generation) {
        return new Timelines(on.database).find(generation.id()).orElseThrow();
    }

    /// A caller who had ten credits and has made one thing.
    void assertPaidOnce(Caller caller) {
        assertThat(on.ledger.balance(caller.scope()))
                .isEqualTo(new Balance(Credits.ZERO, new Credits(3), Credits.ZERO));
        assertThat(on.ledger.verify()).isEmpty();
    }

    /// A caller who had ten credits.
    void assertPaidNothing(Caller caller) {
        assertThat(on.ledger.balance(caller.scope()))
                .isEqualTo(new Balance(Credits.ZERO, new Credits(10), Credits.ZERO));
        assertThat(on.ledger.verify()).isEmpty();
    }

    static Function<Submission, SubmissionAnswer> refuses(ProviderFailure failure) {
        return _ -> new SubmissionAnswer.Rejected(failure);
    }

    static Function<Submission, SubmissionAnswer> mayHaveTaken() {
        return _ -> new SubmissionAnswer.Unknown(FakeProvider.failure(ErrorCode.FAILED));
    }

    static Function<Submission, SubmissionAnswer> makes() {
        return _ -> new SubmissionAnswer.Finished(FakeProvider.OUTPUT);
    }

    /// What a vendor says that is not there.
    static ProviderFailure away() {
        return FakeProvider.failure(ErrorCode.PROVIDER_UNAVAILABLE);
    }

    /// What a vendor says that would not have our account.
    static ProviderFailure badKey() {
        return new ProviderFailure(
                ErrorCode.PROVIDER_UNAVAILABLE,
                new Untrusted("Incorrect API key provided"),
                false,
                Optional.of(io.mediagate.provider.Remedy.CHECK_KEY),
                Optional.empty());
    }

    static ProviderFailure later(Duration hint) {
        return new ProviderFailure(
                ErrorCode.RATE_LIMITED,
                new Untrusted("slow down"),
                true,
                Optional.empty(),
                Optional.of(hint));
    }

    @Override
    public void close() {
        on.close();
    }
}
