package io.mediagate.webhook;

import io.mediagate.egress.Egress;
import io.mediagate.egress.Exchange;
import io.mediagate.egress.HttpAnswer;
import io.mediagate.egress.HttpCall;
import io.mediagate.egress.LineFault;
import io.mediagate.generation.Generation;
import io.mediagate.generation.SampleGenerations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// Makes one attempt and says what came of it. Writes nothing.
final class Sender {

    /// A longer answer counts as none: receivers have nothing to say.
    private static final long LONGEST_ANSWER = 1_048_576;

    private static final int MOST_HEADERS = 50;
    private static final int LONGEST_HEADER = 500;
    private static final String GONE = "generation_gone";
    private static final String UNFORESEEN = "internal_error";

    private final Egress egress;
    private final Bodies bodies;
    private final WebhookSettings settings;
    private final InstantSource clock;
    private final RandomGenerator random;

    Sender(
            Egress egress,
            Bodies bodies,
            WebhookSettings settings,
            InstantSource clock,
            RandomGenerator random) {
        this.egress = egress;
        this.bodies = bodies;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    Outcome send(Sending sending) throws InterruptedException {
        var now = clock.instant();
        var written = body(sending);
        if (written.isEmpty()) {
            return unsent(sending, Optional.empty(), GONE);
        }
        var body = written.get();
        var headers = headers(sending, now.getEpochSecond(), body);
        long began = System.nanoTime();
        var exchange = egress.send(call(sending, headers, body));
        var took = Duration.ofNanos(System.nanoTime() - began);
        var request = new Delivery.Message(headers, logged(body));
        return outcome(sending, exchange, new Outcome.Timing(now, took), request);
    }

    /// What came of an attempt that failed by a bug of ours.
    Outcome unforeseen(Sending sending) {
        return unsent(sending, wait(sending, Optional.empty()), UNFORESEEN);
    }

    private Outcome unsent(Sending sending, Optional<Duration> wait, String why) {
        return new Outcome(
                sending,
                afterFailure(wait),
                wait,
                new Outcome.Timing(clock.instant(), Duration.ZERO),
                OptionalInt.empty(),
                Optional.of(why),
                new Outcome.Messages(new Delivery.Message(Map.of(), ""), Optional.empty()));
    }

    private HttpCall call(Sending sending, Map<String, String> headers, String body) {
        return new HttpCall(
                "POST",
                sending.url(),
                headers,
                body.getBytes(StandardCharsets.UTF_8),
                settings.limit(),
                LONGEST_ANSWER);
    }

    private Optional<String> body(Sending sending) {
        var event = sending.event();
        if (event.isPresent()) {
            return bodies.of(event.get(), sending.name());
        }
        Optional<Generation> sample =
                sending.name()
                        .type()
                        .map(type ->
                                SampleGenerations.after(type, sending.scope(), sending.eventAt()));
        return Optional.of(
                bodies.ofTest(sending.eventId(), sending.name(), sending.eventAt(), sample));
    }

    private static Map<String, String> headers(Sending sending, long timestamp, String body) {
        return Map.of(
                "content-type", "application/json",
                "user-agent", "Mediagate",
                "webhook-id", sending.eventId(),
                "webhook-timestamp", Long.toString(timestamp),
                "webhook-signature",
                        SigningSecret.header(
                                sending.secrets(), sending.eventId(), timestamp, body));
    }

    private Outcome outcome(
            Sending sending, Exchange exchange, Outcome.Timing timing, Delivery.Message request) {
        return switch (exchange) {
            case Exchange.Answered(var answer) ->
                    answered(sending, Delivery.State.DELIVERED, Optional.empty(), answer)
                            .at(timing, request);
            case Exchange.Refused(var answer) -> {
                var wait =
                        answer.status() == 410 ? Optional.<Duration>empty() : wait(sending, answer);
                yield answered(sending, afterFailure(wait), wait, answer).at(timing, request);
            }
            case Exchange.NotSent(var fault) -> broken(sending, fault).at(timing, request);
            case Exchange.Lost(var fault) -> broken(sending, fault).at(timing, request);
        };
    }

    /// An outcome that lacks when it was and what was sent.
    private interface Unfinished {
        Outcome at(Outcome.Timing timing, Delivery.Message request);
    }

    private Unfinished answered(
            Sending sending, Delivery.State state, Optional<Duration> wait, HttpAnswer answer) {
        var response = new Delivery.Message(logged(answer.headers()), logged(answer.text()));
        return (timing, request) ->
                new Outcome(
                        sending,
                        state,
                        wait,
                        timing,
                        OptionalInt.of(answer.status()),
                        Optional.empty(),
                        new Outcome.Messages(request, Optional.of(response)));
    }

    private Unfinished broken(Sending sending, LineFault fault) {
        var wait = wait(sending, Optional.empty());
        return (timing, request) ->
                new Outcome(
                        sending,
                        afterFailure(wait),
                        wait,
                        timing,
                        OptionalInt.empty(),
                        Optional.of(fault.name().toLowerCase(Locale.ROOT)),
                        new Outcome.Messages(request, Optional.empty()));
    }

    private static Delivery.State afterFailure(Optional<Duration> wait) {
        return wait.isPresent() ? Delivery.State.WAITING : Delivery.State.FAILED;
    }

    private Optional<Duration> wait(Sending sending, HttpAnswer answer) {
        Instant now = clock.instant();
        return wait(
                sending, answer.header("retry-after").flatMap(text -> RetryAfter.read(text, now)));
    }

    private Optional<Duration> wait(Sending sending, Optional<Duration> asked) {
        return sending.isTest()
                ? Optional.empty()
                : Ladder.waitAfter(sending.failures(), asked, random);
    }

    private Map<String, String> logged(Map<String, String> headers) {
        var some = new HashMap<String, String>();
        headers.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(MOST_HEADERS)
                .forEach(header ->
                        some.put(
                                cut(header.getKey(), LONGEST_HEADER),
                                cut(header.getValue(), LONGEST_HEADER)));
        return some;
    }

    private String logged(String body) {
        return cut(body, settings.log().bodyBytes());
    }

    /// The database takes no NUL, and half a surrogate pair is no text.
    private static String cut(String text, int most) {
        var clean = text.replace("\0", "");
        if (clean.length() <= most) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(most - 1)) ? most - 1 : most;
        return clean.substring(0, end) + "…";
    }
}
