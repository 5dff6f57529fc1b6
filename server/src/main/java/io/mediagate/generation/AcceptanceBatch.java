package io.mediagate.generation;

import io.mediagate.credits.HoldAnswer;
import io.mediagate.credits.HoldRequest;
import io.mediagate.credits.PostgresLedger;
import io.mediagate.generation.Acceptances.Answer;
import io.mediagate.generation.Acceptances.Request;
import io.mediagate.idempotency.IdempotencyStore;
import io.mediagate.idempotency.Outcome;
import io.mediagate.idempotency.Repeatable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/// Decides on one batch of requests, in its transaction.
///
/// It goes in rounds, since the answer of one request may hang on that of an earlier one: of several with
/// the same `Idempotency-Key`, the first is decided on, and the others see in the next round what came of
/// it. Most batches take one round.
///
/// Rows are locked in this order, here and on every other node: idempotency, use of keys, grants.
final class AcceptanceBatch {

    private final Handle tx;
    private final PostgresLedger ledger;
    private final List<Request> requests;
    private final Instant now;
    private final IdempotencyStore idempotency = new IdempotencyStore();

    private final KeyRoom room;

    /// By the position of the request.
    private final Map<Integer, Answer> answers = new TreeMap<>();

    /// @param now the time by which idempotency keys are old
    AcceptanceBatch(Handle tx, PostgresLedger ledger, List<Request> requests, Instant now) {
        this.tx = tx;
        this.ledger = ledger;
        this.requests = requests;
        this.now = now;
        this.room = new KeyRoom(tx, now);
    }

    /// One answer for each request, in their order.
    List<Answer> decide() {
        while (answers.size() < requests.size()) {
            var open =
                    IntStream.range(0, requests.size())
                            .filter(position -> !answers.containsKey(position))
                            .boxed()
                            .toList();
            hold(enter(open));
        }
        room.write(
                IntStream.range(0, requests.size())
                        .filter(position -> answers.get(position) instanceof Answer.Accepted)
                        .mapToObj(requests::get)
                        .toList());
        return List.copyOf(answers.values());
    }

    /// Enters the first request of each key; the positions of those that are now to be decided on. The
    /// rest has been answered or waits for the next round.
    private List<Integer> enter(List<Integer> open) {
        var firsts = new LinkedHashMap<Repeatable, String>();
        var keys = new HashSet<String>();
        for (int position : open) {
            repeatable(position)
                    .filter(r -> keys.add(r.id()))
                    .ifPresent(r -> firsts.put(r, requests.get(position).id()));
        }
        if (firsts.isEmpty()) {
            return open;
        }
        var entered = idempotency.enter(tx, firsts, now);
        answerRepetitions(
                open.stream()
                        .filter(p ->
                                repeatable(p).filter(r -> !entered.contains(r.id())).isPresent())
                        .toList());
        return open.stream().filter(position -> isEntered(position, firsts, entered)).toList();
    }

    private boolean isEntered(
            int position, Map<Repeatable, String> firsts, java.util.Set<String> entered) {
        var request = requests.get(position);
        return request.repeatable().isEmpty()
                || (entered.contains(request.repeatable().get().id())
                        && request.id().equals(firsts.get(request.repeatable().get())));
    }

    private Optional<Repeatable> repeatable(int position) {
        return requests.get(position).repeatable();
    }

    private void answerRepetitions(List<Integer> positions) {
        if (positions.isEmpty()) {
            return;
        }
        var asked = positions.stream().map(p -> repeatable(p).orElseThrow()).distinct().toList();
        var outcomes = idempotency.outcomes(tx, asked, now);
        for (int position : positions) {
            var request = repeatable(position).orElseThrow();
            switch (outcomes.getOrDefault(request, new Outcome.Fresh())) {
                case Outcome.Generated(var id) -> answers.put(position, new Answer.Repeated(id));
                case Outcome.Reused _ -> answers.put(position, new Answer.Reused());
                case Outcome.UnderWay _ -> answers.put(position, new Answer.UnderWay());
                case Outcome.Answered _ ->
                        throw new IllegalStateException("a creation was answered like no creation");
                case Outcome.Fresh _ -> {
                    // Its row has expired in between: the next round enters it.
                }
            }
        }
    }

    /// Holds the price of those whose keys have room for them.
    private void hold(List<Integer> positions) {
        var limited = new LinkedHashMap<Integer, Answer>();
        var roomy = new ArrayList<Integer>();
        room.lock(positions.stream().map(requests::get).toList());
        for (int position : positions) {
            room.take(requests.get(position))
                    .ifPresentOrElse(
                            answer -> limited.put(position, answer), () -> roomy.add(position));
        }
        var refused = new ArrayList<>(limited.keySet());
        var holds = ledger.hold(tx, roomy.stream().map(p -> hold(requests.get(p))).toList());
        for (int i = 0; i < holds.size(); i++) {
            int position = roomy.get(i);
            var request = requests.get(position);
            switch (holds.get(i)) {
                case HoldAnswer.Insufficient(var available) -> {
                    answers.put(position, new Answer.Insufficient(available));
                    room.giveBack(request);
                    refused.add(position);
                }
                case HoldAnswer.Held(var subscription, var permanent) ->
                        answers.put(
                                position,
                                new Answer.Accepted(
                                        generation(request, new Usage(subscription, permanent))));
            }
        }
        // One that was short of room that has been given back is decided on in the next round.
        limited.keySet().removeIf(position -> room.reopened(requests.get(position)));
        answers.putAll(limited);
        forget(refused);
    }

    private void forget(List<Integer> refused) {
        var entered = refused.stream().flatMap(p -> repeatable(p).stream()).toList();
        if (!entered.isEmpty()) {
            idempotency.forget(tx, entered);
        }
    }

    private static HoldRequest hold(Request request) {
        var draft = request.draft();
        return new HoldRequest(draft.caller().scope(), request.id(), draft.price());
    }

    private static Generation generation(Request request, Usage usage) {
        var draft = request.draft();
        return new Generation(
                draft.caller().scope(),
                request.id(),
                draft.model().path(),
                draft.model().family(),
                draft.input().toString(),
                State.QUEUED,
                1,
                usage,
                OptionalInt.empty(),
                request.at(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
