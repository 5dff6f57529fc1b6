package io.mediagate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.catalog.Route;
import io.mediagate.error.ErrorCode;
import io.mediagate.generation.RouteChoice.Next;
import io.mediagate.generation.Timeline.Considered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RouteChoiceTest {
    private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final FakeProvider one = new FakeProvider("one");
    private final FakeProvider two = new FakeProvider("two");
    private final Breaker breakerOfOne = new Breaker("one", now::get);
    private final Candidate first = candidate(one, Optional.of(breakerOfOne));
    private final Candidate second = candidate(two, Optional.empty());
    private final RouteChoice choice = new RouteChoice(List.of(first, second));

    private static Candidate candidate(FakeProvider provider, Optional<Breaker> breaker) {
        return new Candidate(
                new Route(provider.name(), "model"),
                provider,
                JsonMapper.shared().createObjectNode(),
                breaker);
    }

    private void failed(Candidate candidate, Optional<Duration> again, int number) {
        choice.note(
                candidate.name(),
                ErrorCode.PROVIDER_UNAVAILABLE,
                again.map(now.get()::plus),
                number);
    }

    private void open(Breaker breaker) {
        for (int i = 0; i < Breaker.FEWEST_ANSWERS; i++) {
            assertThat(breaker.tryAcquire()).isTrue();
            breaker.trouble();
        }
    }

    private Candidate taken() {
        assertThat(choice.next(now.get())).isInstanceOf(Next.Take.class);
        return ((Next.Take) choice.next(now.get())).candidate();
    }

    @Test
    void takesTheFirstThenTheSecondThenTheFirstAgain() {
        assertThat(taken()).isEqualTo(first);
        failed(first, Optional.of(Duration.ofSeconds(1)), 1);
        assertThat(taken()).isEqualTo(second);
        failed(second, Optional.of(Duration.ofSeconds(1)), 2);

        assertThat(choice.next(now.get())).isInstanceOf(Next.Wait.class);
        now.set(START.plusSeconds(1));
        assertThat(taken()).isEqualTo(first);
    }

    @Test
    void neverComesBackToWhatCannotPass() {
        failed(first, Optional.empty(), 1);
        failed(second, Optional.empty(), 2);

        now.set(START.plusSeconds(3_600));

        assertThat(choice.next(now.get())).isInstanceOf(Next.Nowhere.class);
    }

    @Test
    void passesOverAnOpenBreakerAndSaysSo() {
        open(breakerOfOne);

        var next = choice.next(now.get());

        assertThat(next.considered())
                .containsExactly(
                        new Considered(
                                "one",
                                "model",
                                "its breaker is open",
                                Optional.of(START.plus(Breaker.REST))),
                        new Considered("two", "model", "", Optional.empty()));
    }

    @Test
    void waitsForTheFirstThatIsBackSoonAndForNobodyElse() {
        open(breakerOfOne);
        two.rest = Optional.of(START.plusSeconds(5));
        assertThat(choice.next(now.get()))
                .isInstanceOfSatisfying(
                        Next.Wait.class,
                        wait -> assertThat(wait.until()).isEqualTo(START.plusSeconds(5)));

        two.rest = Optional.of(START.plusSeconds(300));
        failed(first, Optional.of(Duration.ofMinutes(5)), 1);
        now.set(START.plus(Breaker.REST));
        assertThat(choice.next(now.get())).isInstanceOf(Next.Nowhere.class);
    }

    @Test
    void letsOnlyAFewThroughToSeeWhetherAllIsWell() {
        open(breakerOfOne);
        two.rest = Optional.of(START.plusSeconds(300));
        now.set(START.plus(Breaker.REST).plusSeconds(1));

        assertThat(choice.next(now.get())).isInstanceOf(Next.Take.class);
        assertThat(choice.next(now.get())).isInstanceOf(Next.Take.class);
        assertThat(choice.next(now.get())).isInstanceOf(Next.Wait.class);

        breakerOfOne.well();
        breakerOfOne.well();
        assertThat(choice.next(now.get())).isInstanceOf(Next.Take.class);
        assertThat(breakerOfOne.openness()).isZero();
    }
}
