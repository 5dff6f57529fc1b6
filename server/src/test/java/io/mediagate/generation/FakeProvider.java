package io.mediagate.generation;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Untrusted;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Recovery;
import io.mediagate.provider.ResultFile;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.SubmissionAnswer.Output;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A provider that does what a test says, and remembers what it was asked.
final class FakeProvider implements Provider {

    static final Output OUTPUT = new Output(List.of(new ResultFile.Bytes(new byte[] {1})), "");

    final ConcurrentHashMap<String, AtomicInteger> submissions = new ConcurrentHashMap<>();
    final ConcurrentLinkedQueue<String> canceled = new ConcurrentLinkedQueue<>();
    volatile Function<Submission, SubmissionAnswer> onSubmit =
            s -> new SubmissionAnswer.Accepted(new ProviderHandle(s.generationId()));
    volatile Function<ProviderHandle, Progress> onPoll = _ -> new Progress.Succeeded(OUTPUT);
    volatile Cancellation onCancel = Cancellation.STOPPED;
    volatile Function<Submission, Recovery> onRecover = _ -> new Recovery.CannotTell();
    volatile boolean repeats;
    volatile Optional<Instant> rest = Optional.empty();
    final ConcurrentLinkedQueue<Submission> recovered = new ConcurrentLinkedQueue<>();
    private final String name;

    /// In the sandbox's place.
    FakeProvider() {
        this("sandbox");
    }

    FakeProvider(String name) {
        this.name = name;
    }

    static ProviderFailure failure(ErrorCode code) {
        return new ProviderFailure(
                code, new Untrusted("it said no"), code.retryable(), false, Optional.empty());
    }

    static Progress running() {
        return new Progress.Running(OptionalInt.empty(), Duration.ofMillis(5));
    }

    static Progress running(int percent) {
        return new Progress.Running(OptionalInt.of(percent), Duration.ofMillis(5));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SubmissionAnswer submit(Submission submission) {
        submissions
                .computeIfAbsent(submission.generationId(), _ -> new AtomicInteger())
                .incrementAndGet();
        return onSubmit.apply(submission);
    }

    @Override
    public Progress poll(ProviderHandle handle) {
        return onPoll.apply(handle);
    }

    @Override
    public Cancellation cancel(ProviderHandle handle) {
        canceled.add(handle.text());
        return onCancel;
    }

    @Override
    public Recovery recover(Submission submission, Instant submittedAt) {
        recovered.add(submission);
        return onRecover.apply(submission);
    }

    @Override
    public boolean recoversByRepeating() {
        return repeats;
    }

    @Override
    public Optional<Instant> restingUntil() {
        return rest;
    }

    int submissionsOf(Generation generation) {
        return submissions.getOrDefault(generation.id(), new AtomicInteger()).get();
    }
}
