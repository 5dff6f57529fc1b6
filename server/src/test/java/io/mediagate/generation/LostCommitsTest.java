package io.mediagate.generation;

import static io.mediagate.generation.LifeFixture.PRICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.idempotency.Fingerprint;
import io.mediagate.idempotency.Repeatable;
import io.mediagate.provider.Progress;
import io.mediagate.storage.CutProxy;
import io.mediagate.storage.CutProxy.Moment;
import io.mediagate.storage.Database;
import io.mediagate.storage.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Connections that break around a COMMIT, and a database that is away for a while. In each case the
/// answer must be what the database holds, and nothing may be done twice.
@Execution(ExecutionMode.CONCURRENT)
class LostCommitsTest {

    private static final String ACCEPTANCE = "INSERT INTO generation (";
    private static final String CLAIM = "SET state = 'running', lease = g.lease + 1";
    private static final String EVENT = "INSERT INTO generation_event";
    private static final String BEGINNING = "INSERT INTO attempt (";
    private static final String HANDLE = "SET state = 'accepted', handle";
    private static final String SUCCESS = "SET state = 'succeeded', ended_at";
    private static final String FAILURE = "SET state = e.state, ended_at";
    private static final String CHANGE = "SET state = c.state";

    private final Database.Address address = TestDatabase.address();
    private final CutProxy proxy = new CutProxy(address);
    private final Database database = Database.open(proxy.address(), 8);
    private final LifeFixture on = new LifeFixture(database);

    @AfterEach
    void close() {
        proxy.comeBack();
        on.close();
        database.close();
        proxy.close();
    }

    @ParameterizedTest
    @EnumSource
    void acceptsOnceWhenTheAcceptanceIsCut(Moment moment) throws InterruptedException {
        // Asked a second time, the balance would be short.
        var caller = on.open().caller(PRICE.amount());
        var cut = proxy.cut(moment, ACCEPTANCE);

        var accepted = on.create(caller);
        cut.await();

        assertThat(
                        on.life
                                .generations()
                                .history(caller.scope(), anything(), 10, none())
                                .generations())
                .extracting(Generation::id)
                .containsExactly(accepted.id());
        endsInSuccess(accepted);
    }

    @ParameterizedTest
    @EnumSource
    void acceptsARepeatableRequestOnceWhenItsAcceptanceIsCut(Moment moment)
            throws InterruptedException {
        var caller = on.caller(PRICE.amount() * 2);
        var fingerprint = Fingerprint.of(new byte[0]);
        var request = Optional.of(Repeatable.of(caller.scope(), "POST", "/a", "key", fingerprint));
        var cut = proxy.cut(moment, ACCEPTANCE);

        var accepted = on.create(caller, request);
        cut.await();
        var again = on.create(caller, request);

        assertThat(again).isEqualTo(new Acceptance(accepted.generation(), true));
        endsInSuccess(accepted.generation());
    }

    @ParameterizedTest
    @EnumSource
    void startsWhatItClaimedWhenTheClaimIsCut(Moment moment) throws InterruptedException {
        var cut = proxy.cut(moment, CLAIM, EVENT);

        try (var healthy = Database.open(address, 4);
                var door = LifeFixture.door(healthy)) {
            var accepted = door.create(on.caller(10));
            cut.await();

            endsInSuccess(accepted);
        }
    }

    @ParameterizedTest
    @EnumSource
    void submitsOnceWhenTheBeginningIsCut(Moment moment) throws InterruptedException {
        var cut = proxy.cut(moment, BEGINNING);

        var accepted = on.create(on.caller(10));
        cut.await();

        endsInSuccess(accepted);
    }

    @ParameterizedTest
    @EnumSource
    void storesTheHandleWhenItsCommitIsCut(Moment moment) throws InterruptedException {
        var done = new AtomicBoolean();
        on.provider.onPoll = _ -> successOnce(done);
        var cut = proxy.cut(moment, HANDLE);

        var accepted = on.create(on.caller(10));
        cut.await();

        on.until(
                "SELECT handle = generation_id FROM attempt WHERE generation_id = :id",
                accepted.id());
        done.set(true);
        endsInSuccess(accepted);
    }

    @ParameterizedTest
    @EnumSource
    void capturesOnceAndKeepsTheFilesWhenTheEndingIsCut(Moment moment) throws InterruptedException {
        var cut = proxy.cut(moment, SUCCESS);

        var accepted = on.create(on.caller(10));
        cut.await();

        endsInSuccess(accepted);
    }

    @ParameterizedTest
    @EnumSource
    void releasesOnceWhenTheFailureIsCut(Moment moment) throws InterruptedException {
        on.provider.onPoll = _ -> new Progress.Failed(FakeProvider.failure(ErrorCode.FAILED));
        var cut = proxy.cut(moment, FAILURE);
        var caller = on.caller(10);

        var accepted = on.create(caller);
        cut.await();
        var ended = end(accepted);

        assertThat(ended.state()).isEqualTo(State.FAILED);
        assertThat(on.attempts(ended)).containsExactly("failed");
        assertThat(on.ledger.balance(caller.scope()).total().amount()).isEqualTo(10);
        assertThat(on.ledger.verify()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void stopsTheVendorWhenTheCancellationIsCut(Moment moment) throws InterruptedException {
        on.provider.onPoll = _ -> FakeProvider.running();
        var accepted = on.create(on.caller(10));
        on.until("SELECT state = 'accepted' FROM attempt WHERE generation_id = :id", accepted.id());
        var cut = proxy.cut(moment, CHANGE);

        var canceled = on.life.generations().cancel(accepted.scope(), accepted.id()).orElseThrow();
        cut.await();

        assertThat(canceled.state()).isEqualTo(State.CANCELED);
        on.until(
                "SELECT state = 'abandoned' FROM attempt WHERE generation_id = :id", accepted.id());
        assertThat(on.provider.canceled).containsExactly(accepted.id());
        assertThat(on.ledger.verify()).isEmpty();
    }

    @Test
    void refusesWhileTheDatabaseIsAwayAndGoesOnAfterwards() throws InterruptedException {
        var done = new AtomicBoolean();
        on.provider.onPoll = _ -> successOnce(done);
        var caller = on.caller(100);
        var running = on.create(caller);
        on.until("SELECT state = 'accepted' FROM attempt WHERE generation_id = :id", running.id());

        proxy.goAway();
        done.set(true);
        assertThatThrownBy(() -> on.create(caller)).satisfies(LostCommitsTest::isAnOutage);
        assertThatThrownBy(() -> on.life.generations().find(caller.scope(), running.id()))
                .satisfies(LostCommitsTest::isAnOutage);
        assertThatThrownBy(() -> on.life.generations().cancel(caller.scope(), running.id()))
                .satisfies(LostCommitsTest::isAnOutage);
        proxy.comeBack();
        on.untilReachable();

        endsInSuccess(running);
        endsInSuccess(on.create(caller));
    }

    @Test
    void keepsTheFilesOfAnEndingThatWasLostJustBeforeTheDatabaseWentAway()
            throws InterruptedException {
        var cut = proxy.cut(Moment.AFTER_COMMIT, SUCCESS);

        var accepted = on.create(on.caller(10));
        cut.await();
        proxy.goAway();
        assertThatThrownBy(() -> on.create(on.caller(10))).satisfies(LostCommitsTest::isAnOutage);
        proxy.comeBack();
        on.untilReachable();

        endsInSuccess(accepted);
    }

    private static void isAnOutage(Throwable thrown) {
        assertThat(thrown).isInstanceOf(Problem.class);
        var problem = (Problem) thrown;
        assertThat(problem.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
        assertThat(problem.retryAfter()).isPresent();
    }

    private static Progress successOnce(AtomicBoolean done) {
        return done.get() ? new Progress.Succeeded(FakeProvider.OUTPUT) : FakeProvider.running();
    }

    /// Asks again when the cut has left this node without a connection just now, as callers do.
    private Generation end(Generation accepted) throws InterruptedException {
        while (true) {
            try {
                return on.end(accepted);
            } catch (Problem e) {
                isAnOutage(e);
            } finally {
                on.untilReachable();
            }
        }
    }

    /// One submission, one ending, one capture, and the files stay.
    private void endsInSuccess(Generation accepted) throws InterruptedException {
        var ended = end(accepted);
        assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
        assertThat(on.provider.submissionsOf(ended)).isEqualTo(1);
        assertThat(on.attempts(ended)).containsExactly("succeeded");
        assertThat(events(ended)).containsExactly("created", "started", "completed");
        assertThat(on.ledger.verify()).isEmpty();
        // The runner is the last to learn how it went; only then it could throw files away.
        on.untilIdle();
        assertThat(on.artifacts.discarded).hasValue(0);
    }

    private List<String> events(Generation generation) {
        return database.with(h ->
                h.createQuery(
                                "SELECT type FROM generation_event WHERE generation_id = :id ORDER BY sequence")
                        .bind("id", generation.id())
                        .mapTo(String.class)
                        .list());
    }

    private static Generations.Filter anything() {
        return new Generations.Filter(Optional.empty(), Optional.empty());
    }

    private static Optional<String> none() {
        return Optional.empty();
    }
}
