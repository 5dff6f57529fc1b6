package io.mediagate.generation;

import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import java.time.Duration;
import java.util.OptionalInt;

/// Stands for a vendor that has accepted something and that this node's configuration does not name any
/// more. What it makes is billed all the same, so its generation waits, to the deadline, for a node that
/// can ask for it.
record AbsentProvider(String name) implements Provider {

    private static final Duration AGAIN = Duration.ofMinutes(1);

    @Override
    public SubmissionAnswer submit(Submission submission) {
        throw new IllegalStateException("provider " + name + " is not configured");
    }

    @Override
    public Progress poll(ProviderHandle handle) {
        return new Progress.Running(OptionalInt.empty(), AGAIN);
    }

    @Override
    public Cancellation cancel(ProviderHandle handle) {
        return Cancellation.GOES_ON;
    }
}
