package io.mediagate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.account.Caller;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Recovery;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.storage.CutProxy;
import io.mediagate.storage.CutProxy.Moment;
import io.mediagate.storage.Database;
import io.mediagate.storage.TestDatabase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A node that dies while it works through several routes, and another that goes on.
@Execution(ExecutionMode.CONCURRENT)
class RoutedCrashTest {

    private static final String ATTEMPT_ENDS = "detail = nullif(e.detail";
    private static final String HANDLE_IS_STORED = "SET state = 'accepted', handle";

    private final Database.Address address = TestDatabase.address();
    private final Database healthy = Database.open(address, 8);
    private final CutProxy proxy = new CutProxy(address);
    private final Database mortal = Database.open(proxy.address(), 8);
    private final Routed first = new Routed(mortal);
    private Optional<Routed> second = Optional.empty();

    @AfterEach
    void close() {
        comeBackFromTheDead();
        second.ifPresent(Routed::close);
        first.close();
        mortal.close();
        proxy.close();
        healthy.close();
    }

    private void comeBackFromTheDead() {
        proxy.comeBack();
        first.on.untilReachable();
        first.on.untilIdle();
    }

    private Routed heir() {
        var heir = new Routed(healthy);
        second = Optional.of(heir);
        return heir;
    }

    @ParameterizedTest
    @CsvSource({"BEFORE_COMMIT, 'outcome_unknown'", "AFTER_COMMIT, 'rejected, succeeded'"})
    void goesOnWithTheNextRouteOnlyFromARefusalThatIsWritten(Moment moment, String attempts)
            throws Exception {
        var caller = first.on.liveCaller(10);
        first.one.onSubmit = Routed.refuses(Routed.away());
        var cut = proxy.cutForGood(moment, ATTEMPT_ENDS, ATTEMPT_ENDS);
        var generation = first.create(caller);
        cut.await();

        var heir = heir();
        var ended = heir.on.end(generation);
        comeBackFromTheDead();

        assertThat(heir.on.attempts(ended)).isEqualTo(words(attempts));
        assertThat(heir.one.submissionsOf(ended)).isZero();
        assertBooks(heir, caller, ended);
    }

    /// The second route's answer is lost with the node; its provider can be asked what became of it.
    @ParameterizedTest
    @CsvSource({
        "found, 'rejected, succeeded', 0",
        "never_arrived, 'rejected, rejected, succeeded', 1",
        "cannot_tell, 'rejected, outcome_unknown', 0",
    })
    void asksWhatBecameOfTheSecondRoute(String answer, String attempts, int more) throws Exception {
        var caller = first.on.liveCaller(10);
        first.one.onSubmit = Routed.refuses(Routed.away());
        var cut = new java.util.concurrent.CompletableFuture<CutProxy.Cut>();
        first.two.onSubmit =
                s -> {
                    cut.complete(
                            proxy.cutForGood(
                                    Moment.BEFORE_COMMIT, HANDLE_IS_STORED, HANDLE_IS_STORED));
                    return new SubmissionAnswer.Accepted(new ProviderHandle(s.generationId()));
                };
        var generation = first.create(caller);
        cut.get().await();

        var heir = heir();
        heir.two.onRecover = _ -> recovery(answer);
        var ended = heir.on.end(generation);
        comeBackFromTheDead();

        assertThat(heir.on.attempts(ended)).isEqualTo(words(attempts));
        assertThat(heir.one.submissionsOf(ended) + heir.two.submissionsOf(ended)).isEqualTo(more);
        assertThat(heir.two.recovered)
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.attempt()).isEqualTo(2);
                    assertThat(it.model()).isEqualTo("pen");
                });
        assertBooks(heir, caller, ended);
    }

    private static Recovery recovery(String answer) {
        return switch (answer) {
            case "found" -> new Recovery.Found(new ProviderHandle("found"));
            case "never_arrived" -> new Recovery.NeverArrived();
            default -> new Recovery.CannotTell();
        };
    }

    private static void assertBooks(Routed heir, Caller caller, Generation ended) {
        boolean paid = ended.state() == State.SUCCEEDED;
        assertThat(heir.on.ledger.balance(caller.scope()).total().amount())
                .isEqualTo(paid ? 3 : 10);
        assertThat(heir.on.ledger.verify()).isEmpty();
    }

    private static List<String> words(String text) {
        return List.of(text.split(", "));
    }

    @Test
    void tellsTheOperatorHowLongAnOutcomeIsUnknownAndWhatItWouldHaveCost() throws Exception {
        var caller = first.on.liveCaller(10);
        first.one.onSubmit = Routed.mayHaveTaken();

        var timeline = first.timeline(first.end(caller));

        assertThat(timeline.price()).isEqualTo(7);
        assertThat(timeline.attempts())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.state()).isEqualTo("outcome_unknown");
                    assertThat(it.submittedAt()).isBeforeOrEqualTo(it.endedAt().orElseThrow());
                });
    }
}
