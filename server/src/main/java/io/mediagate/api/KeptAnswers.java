package io.mediagate.api;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.idempotency.KeptAnswer;
import io.mediagate.idempotency.Outcome;
import io.mediagate.idempotency.Repeatable;
import io.mediagate.idempotency.Repetitions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;

/// Sees to the repetitions of requests that make no generation: the answer is kept, and given again.
final class KeptAnswers {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Repetitions repetitions;

    KeptAnswers(Repetitions repetitions) {
        this.repetitions = repetitions;
    }

    void handle(Exchange exchange, Handler handler) throws InterruptedException {
        var repeatable = exchange.repeatable();
        if (repeatable.isEmpty()) {
            handler.handle(exchange);
            return;
        }
        switch (repetitions.begin(repeatable.get())) {
            case Outcome.Fresh _ -> carryOut(exchange, handler, repeatable.get());
            case Outcome.Answered(var answer) -> exchange.answerAgain(answer);
            case Outcome.UnderWay _ ->
                    throw Problem.of(ErrorCode.IDEMPOTENCY_IN_PROGRESS).withRetryAfter(SOON);
            case Outcome.Reused _ -> throw Problem.of(ErrorCode.IDEMPOTENCY_KEY_REUSED);
            case Outcome.Generated(var id) ->
                    throw new IllegalStateException(id + " was made where nothing is made");
        }
    }

    private void carryOut(Exchange exchange, Handler handler, Repeatable request)
            throws InterruptedException {
        var done = new AtomicBoolean();
        exchange.keepWith(
                new Exchange.Keeper() {
                    @Override
                    public void keep(KeptAnswer answer) {
                        done.set(true);
                        repetitions.keep(request, answer);
                    }

                    @Override
                    public void keep(Handle tx, KeptAnswer answer) {
                        repetitions.keep(tx, request, answer);
                    }
                });
        try {
            handler.handle(exchange);
        } finally {
            if (!done.get()) {
                repetitions.forget(request);
            }
        }
    }
}
