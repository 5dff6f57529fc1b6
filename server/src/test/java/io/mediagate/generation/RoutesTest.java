package io.mediagate.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.provider.Progress;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.SubmissionAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoutesTest {

    private final Routed routed = new Routed();
    private final LifeFixture on = routed.on;

    @AfterEach
    void close() {
        routed.close();
    }

    @Test
    void takesTheNextRouteAtOnceAndTellsTheCallerNothing() throws InterruptedException {
        var caller = on.liveCaller(10);
        routed.one.onSubmit = Routed.refuses(Routed.away());
        routed.two.onSubmit = Routed.makes();

        var ended = routed.end(caller);

        assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
        assertThat(on.attempts(ended)).containsExactly("rejected", "succeeded");
        assertThat(states(ended)).containsExactly(State.QUEUED, State.RUNNING, State.SUCCEEDED);
        routed.assertPaidOnce(caller);
        var timeline = routed.timeline(ended);
        assertThat(timeline.attempts())
                .extracting(Timeline.Attempt::provider)
                .containsExactly("one", "two");
        assertThat(timeline.attempts().getFirst().code()).contains("PROVIDER_UNAVAILABLE");
        assertThat(timeline.attempts().getFirst().said()).contains("it said no");
        assertThat(timeline.notes())
                .extracting(Timeline.Noted::step)
                .containsExactly("chose", "chose");
        assertThat(timeline.notes().getLast().considered())
                .extracting(Timeline.Considered::provider)
                .containsExactly("two");
    }

    private List<State> states(Generation generation) throws InterruptedException {
        var states = new ArrayList<State>();
        try (var following =
                on.life
                        .generations()
                        .follow(generation.scope(), generation.id(), 0)
                        .orElseThrow()) {
            for (var next = following.next(LifeFixture.LIMIT);
                    next.isPresent();
                    next = following.next(LifeFixture.LIMIT)) {
                states.add(next.get().state());
            }
        }
        return states;
    }

    @ParameterizedTest
    @EnumSource(names = {"CONTENT_REJECTED", "INVALID_INPUT"})
    void takesNoOtherRouteForWhatIsTheCallersFault(ErrorCode code) throws InterruptedException {
        var caller = on.liveCaller(10);
        routed.one.onSubmit = Routed.refuses(FakeProvider.failure(code));

        var ended = routed.end(caller);

        assertThat(ended.failure().map(Failure::code)).contains(code);
        assertThat(on.attempts(ended)).containsExactly("rejected");
        assertThat(routed.two.submissionsOf(ended)).isZero();
        routed.assertPaidNothing(caller);
    }

    /// A vendor that would not have our account, knew no such model or had no room did not begin.
    @ParameterizedTest
    @EnumSource(names = {"RATE_LIMITED", "PROVIDER_UNAVAILABLE", "UNSUPPORTED_MODEL"})
    void takesTheNextRouteWhenAnAcceptedOneWasNotBegun(ErrorCode code) throws InterruptedException {
        var caller = on.liveCaller(10);
        routed.one.onPoll = _ -> new Progress.Failed(FakeProvider.failure(code));

        var ended = routed.end(caller);

        assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
        assertThat(on.attempts(ended)).containsExactly("failed", "succeeded");
        routed.assertPaidOnce(caller);
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILED", "TIMEOUT", "CONTENT_REJECTED", "INVALID_INPUT"})
    void takesNoOtherRouteWhenAnAcceptedOneMayBeBilled(ErrorCode code) throws InterruptedException {
        var caller = on.liveCaller(10);
        routed.one.onPoll = _ -> new Progress.Failed(FakeProvider.failure(code));

        var ended = routed.end(caller);

        assertThat(ended.failure().map(Failure::code)).contains(code);
        assertThat(on.attempts(ended)).containsExactly("failed");
        assertThat(routed.two.submissionsOf(ended)).isZero();
        routed.assertPaidNothing(caller);
    }

    @Test
    void neverLetsTheProgressOfTheNextRouteFallBehind() throws InterruptedException {
        var polls = new AtomicInteger();
        routed.one.onPoll =
                _ ->
                        polls.getAndIncrement() == 0
                                ? FakeProvider.running(60)
                                : new Progress.Failed(Routed.away());
        var more = new AtomicInteger();
        routed.two.onPoll =
                _ ->
                        more.getAndIncrement() == 0
                                ? FakeProvider.running(20)
                                : new Progress.Succeeded(FakeProvider.OUTPUT);

        var ended = routed.end(on.liveCaller(10));

        assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
        assertThat(ended.progress()).hasValue(60);
    }

    @Test
    void passesOverWhoRests() throws InterruptedException {
        var caller = on.liveCaller(10);
        routed.one.rest = Optional.of(on.clock.instant().plusSeconds(60));

        var ended = routed.end(caller);

        assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
        assertThat(routed.one.submissionsOf(ended)).isZero();
        assertThat(routed.timeline(ended).notes().getFirst().considered().getFirst().why())
                .isEqualTo("its keys rest");
        routed.assertPaidOnce(caller);
    }

    @Test
    void failsOverFromABadKeyAndTellsTheOperator() throws InterruptedException {
        var caller = on.liveCaller(10);
        routed.one.onSubmit = Routed.refuses(Routed.badKey());

        var ended = routed.end(caller);

        assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
        assertThat(
                        on.metrics
                                .get("mediagate.operator.faults")
                                .tags("provider", "one", "remedy", "check_key")
                                .counter()
                                .count())
                .isEqualTo(1);
        assertThat(routed.timeline(ended).attempts().getFirst())
                .matches(Timeline.Attempt::operatorFault)
                .satisfies(it -> assertThat(it.remedy().orElseThrow()).contains("check the key"));
    }

    @Test
    void showsABadKeyAsAnUnavailableProviderWhenNoRouteIsLeft() throws InterruptedException {
        routed.one.onSubmit = Routed.refuses(Routed.badKey());
        routed.two.onSubmit = Routed.refuses(Routed.badKey());

        var ended = routed.end(on.liveCaller(10));

        assertThat(ended.failure()).contains(Outcomes.plain(ErrorCode.PROVIDER_UNAVAILABLE));
        assertThat(on.attempts(ended)).containsExactly("rejected", "rejected");
    }

    /// A model that one vendor has no more is the catalogue's fault, not the caller's.
    @Test
    void raisesAnAlarmForAModelThatAVendorDoesNotKnow() throws InterruptedException {
        routed.one.onSubmit = Routed.refuses(FakeProvider.failure(ErrorCode.UNSUPPORTED_MODEL));
        routed.two.onSubmit = Routed.makes();

        var ended = routed.end(on.liveCaller(10));

        assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
        assertThat(
                        on.metrics
                                .get("mediagate.operator.faults")
                                .tags("provider", "one", "remedy", "update_catalogue")
                                .counter()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void comesBackToARouteWhenThereIsNoOther() throws InterruptedException {
        var caller = on.liveCaller(10);
        routed.one.onSubmit =
                s ->
                        s.attempt() == 1
                                ? new SubmissionAnswer.Rejected(Routed.away())
                                : new SubmissionAnswer.Finished(FakeProvider.OUTPUT);
        routed.two.onSubmit = Routed.refuses(Routed.away());

        var ended = routed.end(caller);

        assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
        assertThat(routed.timeline(ended).attempts())
                .extracting(Timeline.Attempt::provider)
                .containsExactly("one", "two", "one");
        routed.assertPaidOnce(caller);
    }

    @Test
    void submitsNoMoreThanItMay() throws InterruptedException {
        var caller = on.liveCaller(10);
        routed.one.onSubmit = Routed.refuses(Routed.away());
        routed.two.onSubmit = Routed.refuses(Routed.away());

        var ended = routed.end(caller);

        assertThat(ended.failure().map(Failure::code)).contains(ErrorCode.PROVIDER_UNAVAILABLE);
        assertThat(on.attempts(ended)).hasSize(LifeFixture.settings().mostAttempts());
        routed.assertPaidNothing(caller);
    }

    @Test
    void givesUpWhenNobodyComesBackSoon() throws InterruptedException {
        var hint = Duration.ofSeconds(90);
        routed.one.onSubmit = Routed.refuses(Routed.later(hint));
        routed.two.onSubmit = Routed.refuses(Routed.badKey());

        var ended = routed.end(on.liveCaller(10));

        assertThat(ended.failure().map(Failure::code)).contains(ErrorCode.RATE_LIMITED);
        assertThat(ended.failure().flatMap(Failure::retryAfter)).contains(hint);
        assertThat(routed.timeline(ended).notes().getLast().step()).isEqualTo("gave_up");
    }

    @Test
    void refusesAtTheDoorWhileEveryBreakerIsOpenAndLetsInAgainLater() throws InterruptedException {
        try (var once = Routed.once()) {
            var caller = once.on.liveCaller(1_000);
            once.one.onSubmit = Routed.refuses(Routed.away());
            once.two.onSubmit = Routed.refuses(Routed.away());
            for (int i = 0; i < 2 * Breaker.FEWEST_ANSWERS; i++) {
                assertThat(once.end(caller).state()).isEqualTo(State.FAILED);
            }

            assertThatThrownBy(() -> once.create(caller))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> {
                                assertThat(problem.publicCode())
                                        .isEqualTo("IMAGE_GENERATION_PROVIDER_UNAVAILABLE");
                                assertThat(problem.retryAfter().orElseThrow())
                                        .isBetween(Duration.ofSeconds(1), Breaker.REST);
                            });
            assertThat(
                            once.on
                                    .metrics
                                    .get("mediagate.breaker.open")
                                    .tags("provider", "one", "model", "brush")
                                    .gauge()
                                    .value())
                    .isEqualTo(1);

            once.on.ahead.set(Breaker.REST.plusSeconds(1));
            once.one.onSubmit = Routed.makes();
            assertThat(once.end(caller).state()).isEqualTo(State.SUCCEEDED);
            assertThat(once.on.ledger.verify()).isEmpty();
        }
    }

    @Test
    void opensNoBreakerForWhatIsNoTroubleOfTheProviders() throws InterruptedException {
        var harmless =
                List.of(
                        FakeProvider.failure(ErrorCode.CONTENT_REJECTED),
                        FakeProvider.failure(ErrorCode.INVALID_INPUT),
                        Routed.badKey(),
                        Routed.later(Duration.ofSeconds(60)));
        for (ProviderFailure failure : harmless) {
            routed.one.onSubmit = Routed.refuses(failure);
            for (int i = 0; i < Breaker.FEWEST_ANSWERS; i++) {
                on.end(on.create(on.liveCaller(10), Routed.DRAWN_BY_ONE_ONLY));
            }
        }

        routed.one.onSubmit = Routed.makes();
        var ended = on.end(on.create(on.liveCaller(10), Routed.DRAWN_BY_ONE_ONLY));

        assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void refusesALiveModelThatHasNoRoute() {
        var caller = on.liveCaller(10);

        assertThatThrownBy(() -> on.create(caller, Routed.MADE_BY_NOBODY))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem ->
                                assertThat(problem.code())
                                        .isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE));
    }
}
