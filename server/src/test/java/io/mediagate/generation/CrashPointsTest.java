package io.mediagate.generation;

import static io.mediagate.generation.LifeFixture.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Until;
import io.mediagate.account.Caller;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.storage.CutProxy;
import io.mediagate.storage.CutProxy.Moment;
import io.mediagate.storage.Database;
import io.mediagate.storage.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A node that dies between any two steps of a generation's life, and another that takes over. The dead
/// one's connections are cut at the chosen moment, so that nothing it does reaches the database; in the
/// end it comes back from the dead, and still nothing changes.
@Execution(ExecutionMode.CONCURRENT)
class CrashPointsTest {

    /// The step whose transaction is cut, by the words that it is known by.
    enum Step {
        /// Of what starts with it.
        ACCEPT("INSERT INTO generation ("),
        /// Of what another node, which only accepts, has queued.
        CLAIM("SET state = 'running', lease = g.lease + 1", "INSERT INTO generation_event"),
        BEGIN("INSERT INTO attempt ("),
        STORE_HANDLE("SET state = 'accepted', handle"),
        END("SET state = 'succeeded', ended_at");

        private final String words;
        private final String moreWords;

        Step(String words) {
            this(words, words);
        }

        Step(String words, String moreWords) {
            this.words = words;
            this.moreWords = moreWords;
        }
    }

    private final Database.Address address = TestDatabase.address();
    private final Database healthy = Database.open(address, 8);
    private final CutProxy proxy = new CutProxy(address);
    private final Database mortal = Database.open(proxy.address(), 8);
    private final LifeFixture first = new LifeFixture(mortal);
    private final LifeFixture door = LifeFixture.door(healthy);
    private Optional<LifeFixture> second = Optional.empty();

    @AfterEach
    void close() {
        comeBackFromTheDead();
        second.ifPresent(LifeFixture::close);
        door.close();
        first.close();
        mortal.close();
        proxy.close();
        healthy.close();
    }

    /// What was about to be submitted when the node died may have been: it is not submitted again. The
    /// files of an ending that was not committed are thrown away by whoever stored them, if that node
    /// ever learns of it; after a real crash they lie in the store, and no link leads to them.
    @ParameterizedTest
    @CsvSource({
        "ACCEPT, BEFORE_COMMIT, '', '', 0, 0",
        "ACCEPT, AFTER_COMMIT, succeeded, succeeded, 1, 0",
        "CLAIM, BEFORE_COMMIT, succeeded, succeeded, 1, 0",
        "CLAIM, AFTER_COMMIT, succeeded, succeeded, 1, 0",
        "BEGIN, BEFORE_COMMIT, succeeded, succeeded, 1, 0",
        "BEGIN, AFTER_COMMIT, failed, outcome_unknown, 0, 0",
        "STORE_HANDLE, BEFORE_COMMIT, failed, outcome_unknown, 1, 0",
        "STORE_HANDLE, AFTER_COMMIT, succeeded, succeeded, 1, 0",
        "END, BEFORE_COMMIT, succeeded, succeeded, 1, 1",
        "END, AFTER_COMMIT, succeeded, succeeded, 1, 0",
    })
    void endsOnceAfterACrash(
            Step step, Moment moment, String state, String attempt, int submissions, int discarded)
            throws Exception {
        var caller = first.open().caller(10);
        var at = step == Step.CLAIM ? door : first;
        var cut = proxy.cutForGood(moment, step.words, step.moreWords);
        var accepting = CompletableFuture.supplyAsync(() -> create(at, caller));
        cut.await();

        var heir = new LifeFixture(healthy);
        second = Optional.of(heir);
        accepting.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        ended(heir, caller, words(state).size());
        comeBackFromTheDead();

        var all = generations(heir, caller);
        assertThat(all).extracting(g -> g.state().column()).isEqualTo(words(state));
        assertThat(column("SELECT state FROM attempt")).isEqualTo(words(attempt));
        assertThat(first.provider.submissions.size() + heir.provider.submissions.size())
                .isEqualTo(submissions);
        assertThat(
                        column(
                                "SELECT type FROM generation_event WHERE type IN ('completed', 'failed')"))
                .hasSize(all.size());
        assertThat(first.artifacts.discarded.get() + heir.artifacts.discarded.get())
                .isEqualTo(discarded);
        assertThat(heir.ledger.balance(caller.scope()).total().amount())
                .isEqualTo(state.equals("succeeded") ? 3 : 10);
        assertThat(heir.ledger.verify()).isEmpty();
    }

    private void comeBackFromTheDead() {
        proxy.comeBack();
        first.untilReachable();
        first.untilIdle();
    }

    /// Its caller is told, or told that it is not known.
    private static boolean create(LifeFixture at, Caller caller) {
        try {
            at.create(caller);
            return true;
        } catch (Problem e) {
            assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// A commit that was cut off may take a moment to show.
    private static void ended(LifeFixture heir, Caller caller, int accepted)
            throws InterruptedException {
        Until.holds("accepted", () -> generations(heir, caller).size() == accepted);
        for (var generation : generations(heir, caller)) {
            assertThat(heir.end(generation).state().ended()).isTrue();
        }
    }

    private static List<Generation> generations(LifeFixture heir, Caller caller) {
        var all = new Generations.Filter(Optional.empty(), Optional.empty());
        return heir.life
                .generations()
                .history(caller.scope(), all, 10, Optional.empty())
                .generations();
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text);
    }

    private List<String> column(String sql) {
        return healthy.with(h -> h.createQuery(sql).mapTo(String.class).list());
    }
}
