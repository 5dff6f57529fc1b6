package io.mediagate.generation;

import io.mediagate.generation.AttemptChange.End;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.ResultFile;
import java.util.Optional;
import java.util.OptionalInt;

/// Follows accepted attempts: sleep, poll, decide. A poll writes nothing unless something changed.
final class Follower {

    private final Owned owned;
    private final Endings endings;
    private OptionalInt percent;

    Follower(Owned owned, Endings endings) {
        this.owned = owned;
        this.endings = endings;
        this.percent = owned.lease().generation().progress();
    }

    /// Follows to the end, or until the generation is not this node's any more. What it failed with, where
    /// the attempt failed: the generation goes on or ends by that.
    Optional<ProviderFailure> follow(Going going, ProviderHandle handle)
            throws InterruptedException {
        while (true) {
            if (owned.pastDeadline()) {
                going.cameToTrouble();
                endings.timeOut(going);
                going.provider().cancel(handle);
                return Optional.empty();
            }
            switch (going.provider().poll(handle)) {
                case Progress.Running(var reported, var again) -> {
                    boolean ours = note(reported);
                    if (ours && !owned.sleep(again)) {
                        return Optional.empty();
                    }
                    if (!ours || !owned.stillOurs()) {
                        letGo(going, handle);
                        return Optional.empty();
                    }
                }
                case Progress.Succeeded(var output) -> {
                    endings.succeed(going, output);
                    return Optional.empty();
                }
                case Progress.Failed(var failure) -> {
                    return Optional.of(failure);
                }
            }
        }
    }

    /// Records a percentage when it has grown: what one route had reached, the next need not say again.
    /// False: the generation is not ours any more.
    private boolean note(OptionalInt reported) throws InterruptedException {
        if (reported.isEmpty() || reported.getAsInt() <= percent.orElse(-1)) {
            return true;
        }
        percent = reported;
        var change = new Change.Progressed(owned.lease(), reported.getAsInt());
        return owned.tools().writers().changeSurely(change) instanceof Change.Answer.Made;
    }

    /// The generation ended without us, or is another node's. Only in the first case the provider is told
    /// to stop; where it does not, its late result is recorded for the operator and thrown away.
    void letGo(Going going, ProviderHandle handle) throws InterruptedException {
        if (!owned.state().ended()) {
            return;
        }
        if (going.provider().cancel(handle) == Cancellation.STOPPED) {
            endings.end(going, End.ABANDONED);
            return;
        }
        while (!owned.pastDeadline()) {
            switch (going.provider().poll(handle)) {
                case Progress.Running(_, var again) -> {
                    if (!owned.sleep(again)) {
                        return;
                    }
                }
                case Progress.Succeeded(var output) -> {
                    ResultFile.discard(output.files());
                    endings.end(going, End.LATE);
                    return;
                }
                case Progress.Failed _ -> {
                    endings.end(going, End.ABANDONED);
                    return;
                }
            }
        }
        endings.end(going, End.ABANDONED);
    }
}
