package io.mediagate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.admin.AdminJson;
import io.mediagate.generation.Timeline;
import io.mediagate.generation.Timeline.Attempt;
import io.mediagate.generation.Timeline.Considered;
import io.mediagate.generation.Timeline.Noted;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TimelineTextTest {
    private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

    private static final Timeline TIMELINE =
            new Timeline(
                    "gen_1",
                    "ws_1",
                    true,
                    "acme/paint",
                    "succeeded",
                    Optional.empty(),
                    Optional.empty(),
                    7,
                    START,
                    Optional.of(START.plusSeconds(1)),
                    Optional.of(START.plusSeconds(300)),
                    Optional.of(START.plusSeconds(9)),
                    List.of(refused(), made()),
                    List.of(
                            new Noted(
                                    START.plusSeconds(2),
                                    OptionalInt.of(1),
                                    "chose",
                                    List.of(
                                            new Considered(
                                                    "one",
                                                    "brush",
                                                    "its keys rest",
                                                    Optional.of(START.plusSeconds(60))),
                                            new Considered("two", "pen", "", Optional.empty())),
                                    Optional.empty(),
                                    "")));

    private static Attempt refused() {
        return new Attempt(
                1,
                "two",
                "pen",
                "rejected",
                1,
                START.plusSeconds(2),
                Optional.empty(),
                Optional.of(START.plusSeconds(3)),
                Optional.of("PROVIDER_UNAVAILABLE"),
                false,
                true,
                Optional.of("check the key"),
                Optional.of(30L),
                Optional.of("bad key\u001b[2J\nsk-123"));
    }

    private static Attempt made() {
        return new Attempt(
                2,
                "three",
                "chalk",
                "succeeded",
                1,
                START.plusSeconds(4),
                Optional.of(START.plusSeconds(5)),
                Optional.of(START.plusSeconds(9)),
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void tellsItInOrder() {
        assertThat(new TimelineText(TIMELINE).lines())
                .containsExactly(
                        "gen_1  acme/paint  live  succeeded",
                        "workspace ws_1, price 7 credits, deadline 2026-11-24T10:05:00Z",
                        "",
                        "2026-11-24T10:00:00.000Z  accepted",
                        "2026-11-24T10:00:01.000Z  started",
                        "2026-11-24T10:00:02.000Z  chose for attempt 1",
                        "                          one brush: its keys rest until"
                                + " 2026-11-24T10:01:00Z",
                        "                          two pen: chosen",
                        "2026-11-24T10:00:02.000Z  attempt 1: submitted to two as pen",
                        "2026-11-24T10:00:03.000Z  attempt 1: rejected after 1.0 s,"
                                + " PROVIDER_UNAVAILABLE, retry after 30 s",
                        "                          operator: check the key",
                        "                          said: bad key [2J sk-123",
                        "2026-11-24T10:00:04.000Z  attempt 2: submitted to three as chalk",
                        "2026-11-24T10:00:05.000Z  attempt 2: accepted",
                        "2026-11-24T10:00:09.000Z  attempt 2: succeeded after 5.0 s",
                        "2026-11-24T10:00:09.000Z  succeeded");
    }

    @Test
    void travelsAsJsonFromTheGatewayToTheCommand() {
        assertThat(AdminJson.read(AdminJson.write(TIMELINE), Timeline.class)).isEqualTo(TIMELINE);
    }

    @Test
    void listsWhatMayBeBilledWithAgeAndPrice() {
        var outcome = new Timeline.UnknownOutcome("gen_1", "ws_1", 2, "one", "brush", START, 7);

        assertThat(ExplainCommand.lines(List.of(outcome), START.plusSeconds(2 * 3_600)))
                .containsExactly(
                        "GENERATION  ATTEMPT  PROVIDER  MODEL  AGE  CREDITS",
                        "gen_1       2        one       brush  2 h  7");
        assertThat(ExplainCommand.lines(List.of(), START)).hasSize(1);
    }
}
