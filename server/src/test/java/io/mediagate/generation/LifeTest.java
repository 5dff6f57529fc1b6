package io.mediagate.generation;

import static io.mediagate.generation.LifeFixture.PRICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediagate.Concurrently;
import io.mediagate.credits.Balance;
import io.mediagate.credits.Bucket;
import io.mediagate.credits.Credits;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.ResultFile;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.SubmissionAnswer.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LifeTest {

    private final LifeFixture on = new LifeFixture();

    @AfterAll
    void close() {
        on.close();
    }

    @BeforeEach
    void behave() {
        on.provider.onSubmit =
                s -> new SubmissionAnswer.Accepted(new ProviderHandle(s.generationId()));
        on.provider.onPoll = _ -> new Progress.Succeeded(FakeProvider.OUTPUT);
        on.provider.onCancel = Cancellation.STOPPED;
    }

    @Test
    void takesThePriceWhenItSucceeds() throws InterruptedException {
        var caller = on.caller(10);

        var accepted = on.create(caller);
        var ended = on.end(accepted);

        assertThat(accepted.state()).isEqualTo(State.QUEUED);
        assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
        assertThat(ended.usage().total()).isEqualTo(PRICE);
        assertThat(ended.result().orElseThrow().files()).hasSize(1);
        assertThat(on.ledger.balance(caller.scope()))
                .isEqualTo(new Balance(Credits.ZERO, new Credits(3), Credits.ZERO));
        assertThat(on.attempts(ended)).containsExactly("succeeded");
        assertThat(on.ledger.verify()).isEmpty();
    }

    @Test
    void acceptsExactlyWhatTheBalanceAllowsFromManyThreads() throws Exception {
        var caller = on.caller(10 * PRICE.amount() + 3);
        var answers =
                Concurrently.run(
                        200,
                        () -> {
                            try {
                                on.create(caller);
                                return "accepted";
                            } catch (Problem e) {
                                return e.publicCode();
                            }
                        });

        assertThat(answers).filteredOn("accepted"::equals).hasSize(10);
        assertThat(answers)
                .filteredOn("IMAGE_GENERATION_INSUFFICIENT_CREDITS"::equals)
                .hasSize(190);
        assertThat(on.ledger.verify()).isEmpty();
    }

    @Test
    void spendsTheSubscriptionFirstAndSaysHowItSplit() throws InterruptedException {
        var caller = on.caller(10);
        on.grant(caller.scope(), Bucket.SUBSCRIPTION, 4);

        var ended = on.end(on.create(caller));

        assertThat(ended.usage()).isEqualTo(new Usage(new Credits(4), new Credits(3)));
        assertThat(on.ledger.balance(caller.scope()).total()).isEqualTo(new Credits(7));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "FAILED",
                "TIMEOUT",
                "RATE_LIMITED",
                "PROVIDER_UNAVAILABLE",
                "UNSUPPORTED_MODEL",
                "INVALID_INPUT",
                "CONTENT_REJECTED"
            })
    void givesThePriceBackHoweverItFails(ErrorCode code) throws InterruptedException {
        for (var phase : new String[] {"submit", "poll"}) {
            var caller = on.caller(10);
            if (phase.equals("submit")) {
                on.provider.onSubmit =
                        _ -> new SubmissionAnswer.Rejected(FakeProvider.failure(code));
            } else {
                behave();
                on.provider.onPoll = _ -> new Progress.Failed(FakeProvider.failure(code));
            }

            var ended = on.end(on.create(caller));

            assertThat(ended.state()).isEqualTo(State.FAILED);
            assertThat(ended.failure().map(Failure::code)).isEqualTo(Optional.of(code));
            assertThat(ended.usage()).isEqualTo(Usage.NONE);
            assertThat(on.ledger.balance(caller.scope()))
                    .isEqualTo(new Balance(Credits.ZERO, new Credits(10), Credits.ZERO));
        }
        assertThat(on.ledger.verify()).isEmpty();
    }

    @Test
    void triesAgainAfterACertainRefusalThatMayPass() throws InterruptedException {
        on.provider.onSubmit =
                s ->
                        s.attempt() < 3
                                ? new SubmissionAnswer.Rejected(
                                        FakeProvider.failure(ErrorCode.RATE_LIMITED))
                                : new SubmissionAnswer.Finished(FakeProvider.OUTPUT);

        var ended = on.end(on.create(on.caller(10)));

        assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
        assertThat(on.attempts(ended)).containsExactly("rejected", "rejected", "succeeded");
    }

    @Test
    void neverSubmitsAgainWhenTheAnswerWasLost() throws InterruptedException {
        var caller = on.caller(10);
        on.provider.onSubmit =
                _ -> new SubmissionAnswer.Unknown(FakeProvider.failure(ErrorCode.FAILED));

        var ended = on.end(on.create(caller));

        assertThat(ended.state()).isEqualTo(State.FAILED);
        assertThat(on.provider.submissionsOf(ended)).isEqualTo(1);
        assertThat(on.attempts(ended)).containsExactly("outcome_unknown");
        assertThat(on.ledger.balance(caller.scope()).total()).isEqualTo(new Credits(10));
    }

    @Test
    void endsAsTimedOutPastItsDeadline() throws InterruptedException {
        on.provider.onPoll = _ -> FakeProvider.running();
        var fixture = new LifeFixture();
        try (fixture) {
            fixture.provider.onPoll = _ -> FakeProvider.running();
            var generation = fixture.create(fixture.caller(10));
            fixture.until(
                    "SELECT state = 'accepted' FROM attempt WHERE generation_id = :id",
                    generation.id());

            fixture.ahead.set(Duration.ofHours(5));
            var ended = fixture.end(generation);

            assertThat(ended.failure().map(Failure::code))
                    .isEqualTo(Optional.of(ErrorCode.TIMEOUT));
            assertThat(fixture.attempts(ended)).containsExactly("abandoned");
        }
        assertThat(fixture.provider.canceled).hasSize(1);
    }

    @Test
    void reportsEveryPercentageOnce() throws InterruptedException {
        // By generation: those that the case before did not wait for are polled as well.
        var polls = new ConcurrentHashMap<ProviderHandle, AtomicInteger>();
        on.provider.onPoll =
                handle -> {
                    int poll =
                            polls.computeIfAbsent(handle, _ -> new AtomicInteger())
                                    .getAndIncrement();
                    return poll < 6
                            ? FakeProvider.running(poll / 2 * 30)
                            : new Progress.Succeeded(FakeProvider.OUTPUT);
                };
        var generation = on.create(on.caller(10));
        on.end(generation);

        try (var following =
                on.life
                        .generations()
                        .follow(generation.scope(), generation.id(), 0)
                        .orElseThrow()) {
            var seen = new java.util.ArrayList<String>();
            for (var next = following.next(LifeFixture.LIMIT);
                    next.isPresent();
                    next = following.next(LifeFixture.LIMIT)) {
                seen.add(
                        next.get().sequence()
                                + ":"
                                + next.get().state()
                                + ":"
                                + next.get().progress().orElse(-1));
            }
            assertThat(seen)
                    .containsExactly(
                            "1:QUEUED:-1",
                            "2:RUNNING:-1",
                            "3:RUNNING:0",
                            "4:RUNNING:30",
                            "5:RUNNING:60",
                            "6:SUCCEEDED:60");
        }
    }

    @Test
    void cancelsARunningOneAtTheProviderToo() throws InterruptedException {
        var caller = on.caller(10);
        on.provider.onPoll = _ -> FakeProvider.running();
        var generation = on.create(caller);
        on.until(
                "SELECT state = 'accepted' FROM attempt WHERE generation_id = :id",
                generation.id());

        var canceled = on.life.generations().cancel(caller.scope(), generation.id()).orElseThrow();
        var again = on.life.generations().cancel(caller.scope(), generation.id()).orElseThrow();

        assertThat(canceled.state()).isEqualTo(State.CANCELED);
        assertThat(again).isEqualTo(canceled);
        on.until(
                "SELECT state = 'abandoned' FROM attempt WHERE generation_id = :id",
                generation.id());
        assertThat(on.provider.canceled).contains(generation.id());
        assertThat(on.ledger.balance(caller.scope()).total()).isEqualTo(new Credits(10));
    }

    @Test
    void recordsAResultThatComesAfterTheCancellationAndDoesNotChargeIt()
            throws InterruptedException {
        var caller = on.caller(10);
        var done = new AtomicBoolean();
        on.provider.onCancel = Cancellation.GOES_ON;
        on.provider.onPoll =
                _ ->
                        done.get()
                                ? new Progress.Succeeded(FakeProvider.OUTPUT)
                                : FakeProvider.running();
        var generation = on.create(caller);
        on.until(
                "SELECT state = 'accepted' FROM attempt WHERE generation_id = :id",
                generation.id());

        on.life.generations().cancel(caller.scope(), generation.id());
        done.set(true);

        on.until("SELECT state = 'late' FROM attempt WHERE generation_id = :id", generation.id());
        assertThat(
                        on.life
                                .generations()
                                .find(caller.scope(), generation.id())
                                .orElseThrow()
                                .state())
                .isEqualTo(State.CANCELED);
        assertThat(on.ledger.balance(caller.scope()).total()).isEqualTo(new Credits(10));
        assertThat(on.ledger.verify()).isEmpty();
    }

    @Test
    void keepsNoFileOfAResultThatComesAfterTheCancellation(@TempDir Path scratch) throws Exception {
        var late = Files.write(scratch.resolve("late.png"), new byte[] {1});
        var done = new AtomicBoolean();
        on.provider.onCancel = Cancellation.GOES_ON;
        on.provider.onPoll =
                _ ->
                        done.get()
                                ? new Progress.Succeeded(
                                        new Output(List.of(new ResultFile.OnDisk(late)), ""))
                                : FakeProvider.running();
        var generation = on.create(on.caller(10));
        on.until(
                "SELECT state = 'accepted' FROM attempt WHERE generation_id = :id",
                generation.id());

        on.life.generations().cancel(generation.scope(), generation.id());
        done.set(true);

        on.until("SELECT state = 'late' FROM attempt WHERE generation_id = :id", generation.id());
        assertThat(late).doesNotExist();
    }

    @Test
    void cancelsAQueuedOneAtOnce() throws InterruptedException {
        var full =
                new LifeSettings(
                        1, Duration.ofMillis(200), Duration.ofSeconds(1), 1, Duration.ofMillis(5));
        try (var busy = new LifeFixture(full)) {
            busy.provider.onPoll = _ -> FakeProvider.running();
            var caller = busy.caller(100);
            var running = busy.create(caller);
            busy.until("SELECT state = 'running' FROM generation WHERE id = :id", running.id());
            var queued = busy.create(caller);

            var canceled =
                    busy.life.generations().cancel(caller.scope(), queued.id()).orElseThrow();

            assertThat(canceled.state()).isEqualTo(State.CANCELED);
            assertThat(canceled.startedAt()).isEmpty();
            assertThat(busy.ledger.balance(caller.scope()).held()).isEqualTo(PRICE);
            assertThat(busy.provider.submissionsOf(queued)).isZero();
        }
    }

    @Test
    void hasOneEndingWhenCancellationsRaceCompletion() throws Exception {
        for (int round = 0; round < 20; round++) {
            var caller = on.caller(10);
            var gate = new CountDownLatch(1);
            on.provider.onPoll =
                    _ -> {
                        try {
                            gate.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        return new Progress.Succeeded(FakeProvider.OUTPUT);
                    };
            var generation = on.create(caller);
            on.until(
                    "SELECT state = 'accepted' FROM attempt WHERE generation_id = :id",
                    generation.id());

            var release = Thread.ofVirtual().start(gate::countDown);
            Concurrently.run(
                    32, () -> on.life.generations().cancel(caller.scope(), generation.id()));
            release.join();
            var ended = on.end(generation);

            assertThat(ended.state()).isIn(State.SUCCEEDED, State.CANCELED);
            long left = ended.state() == State.SUCCEEDED ? 3 : 10;
            assertThat(on.ledger.balance(caller.scope()))
                    .isEqualTo(new Balance(Credits.ZERO, new Credits(left), Credits.ZERO));
        }
        assertThat(on.ledger.verify()).isEmpty();
    }

    @Test
    void keepsScopesApart() throws InterruptedException {
        var mine = on.caller(10);
        var theirs = on.caller(10);
        var generation = on.end(on.create(mine));

        assertThat(on.life.generations().find(theirs.scope(), generation.id())).isEmpty();
        assertThat(on.life.generations().cancel(theirs.scope(), generation.id())).isEmpty();
        assertThat(on.life.generations().follow(theirs.scope(), generation.id())).isEmpty();
    }

    @Test
    void tellsHistoryInPagesNewestFirst() throws InterruptedException {
        var caller = on.caller(100);
        var first = on.end(on.create(caller));
        var second = on.end(on.create(caller));
        var third = on.end(on.create(caller));
        var all = new Generations.Filter(Optional.empty(), Optional.empty());

        var page = on.life.generations().history(caller.scope(), all, 2, Optional.empty());
        var rest = on.life.generations().history(caller.scope(), all, 2, page.next());

        assertThat(page.generations()).containsExactly(third, second);
        assertThat(rest.generations()).containsExactly(first);
        assertThat(rest.next()).isEmpty();
    }

    @Test
    void acceptsNothingWhileItShutsDown() throws InterruptedException {
        var closing = new LifeFixture();
        var caller = closing.caller(10);
        closing.life.close();

        assertThatThrownBy(() -> closing.create(caller))
                .isInstanceOfSatisfying(
                        Problem.class,
                        p -> assertThat(p.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
    }
}
