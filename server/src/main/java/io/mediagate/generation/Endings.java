package io.mediagate.generation;

import io.mediagate.artifact.Artifacts;
import io.mediagate.error.ErrorCode;
import io.mediagate.generation.AttemptChange.End;
import io.mediagate.generation.AttemptChange.Ended;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.ResultFile;
import io.mediagate.provider.SubmissionAnswer.Output;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a runner ends its generation, and the attempt with it.
final class Endings {

    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);
    private static final Duration BETWEEN_TRIES_TO_STORE = Duration.ofSeconds(1);

    private final Owned owned;
    private final Notes notes;
    private final Runner.Tools tools;

    Endings(Owned owned, Notes notes) {
        this.owned = owned;
        this.notes = notes;
        this.tools = owned.tools();
    }

    void succeed(Going going, Output output) throws InterruptedException {
        var kept = keep(output);
        if (kept.isPresent()) {
            succeed(going, kept.get(), output.actualPrompt());
        }
    }

    private void succeed(Going going, Artifacts.Kept kept, String actualPrompt)
            throws InterruptedException {
        switch (kept) {
            case Artifacts.Kept.Stored(var files) -> {
                var result = new Result(actualPrompt, files);
                var success = new Change.Succeeded(owned.lease(), going.number(), result);
                if (tools.writers().changeSurely(success) instanceof Change.Answer.TooLate) {
                    tools.outcomes().discard(owned.lease().generation(), result);
                    endIfOverWithoutResult(ended(going, End.LATE, Optional.empty()));
                } else {
                    tools.tally().succeeded(going, since(going));
                }
            }
            case Artifacts.Kept.Unusable(var why) -> {
                LOG.warn("generation {} brought an unusable result: {}", owned.id(), why);
                var ended = ended(going, End.FAILED, Optional.empty());
                fail(Optional.of(ended), Outcomes.plain(ErrorCode.FAILED));
            }
        }
    }

    /// A store that cannot be written to now may be mended; what was paid for is not thrown away before
    /// the deadline. Empty: the node is shutting down, and the next owner fetches it again.
    private Optional<Artifacts.Kept> keep(Output output) throws InterruptedException {
        while (true) {
            try {
                return Optional.of(tools.outcomes().keep(owned.lease().generation(), output));
            } catch (UncheckedIOException e) {
                LOG.error("the result of generation {} cannot be stored", owned.id(), e);
                if (owned.pastDeadline()) {
                    ResultFile.discard(output.files());
                    return Optional.of(new Artifacts.Kept.Unusable("it could not be stored"));
                }
                if (!owned.pause().sleep(BETWEEN_TRIES_TO_STORE)) {
                    ResultFile.discard(output.files());
                    return Optional.empty();
                }
            }
        }
    }

    void fail(Optional<Ended> attempt, Failure failure) throws InterruptedException {
        var change = new Change.Failed(owned.lease(), attempt, failure, notes.take());
        var answer = tools.writers().changeSurely(change);
        if (answer instanceof Change.Answer.TooLate && attempt.isPresent()) {
            endIfOverWithoutResult(attempt.get());
        }
    }

    /// After a change came too late: the attempt is over too, unless another node owns it by now.
    private void endIfOverWithoutResult(Ended attempt) throws InterruptedException {
        var state = owned.state();
        if (state == State.CANCELED || state == State.FAILED) {
            tools.writers().attemptSurely(attempt);
        }
    }

    /// It may have been started and be billed; it is never submitted again.
    void outcomeUnknown(Going going, Optional<ProviderFailure> failure)
            throws InterruptedException {
        LOG.warn(
                "the outcome of attempt {} at generation {} is unknown: provider {} may bill it",
                going.number(),
                owned.id(),
                going.provider().name());
        var told =
                owned.pastDeadline()
                        ? Outcomes.plain(ErrorCode.TIMEOUT)
                        : failure.map(tools.outcomes()::failure)
                                .orElse(Outcomes.plain(ErrorCode.FAILED));
        fail(Optional.of(ended(going, End.OUTCOME_UNKNOWN, failure)), told);
    }

    void timeOut(Going going) throws InterruptedException {
        fail(
                Optional.of(ended(going, End.ABANDONED, Optional.empty())),
                Outcomes.plain(ErrorCode.TIMEOUT));
    }

    /// Ends an attempt whose generation has ended already.
    void end(Going going, End end) throws InterruptedException {
        tools.writers().attemptSurely(ended(going, end, Optional.empty()));
    }

    /// To be written with whatever is written next.
    Ended ended(Going going, End end, Optional<ProviderFailure> failure) {
        var ended = new Ended(owned.lease(), going.number(), end, failure);
        tools.tally().ended(going, ended, since(going));
        return ended;
    }

    private Duration since(Going going) {
        return Duration.between(going.submittedAt(), owned.now());
    }
}
