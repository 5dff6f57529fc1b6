package io.mediagate.provider.http;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/// Lets a vendor that makes one thing a call, or a few, make `n`: as many submissions as that takes, all or
/// nothing. When one of them fails the others are stopped, and the whole fails as that one did.
public final class OneAtATime implements Provider {
    /// The member of the mapped input that says how many are wanted; it reaches only a vendor that makes a few.
    public static final String COUNT = "n";

    private final Provider vendor;
    private final int most;

    /// What some parts have brought while others still run. Only a comfort: after a restart it is
    /// fetched again.
    private final Map<String, Output> brought = new ConcurrentHashMap<>();

    public OneAtATime(Provider vendor) {
        this(1, vendor);
    }

    private OneAtATime(int most, Provider vendor) {
        this.most = most;
        this.vendor = vendor;
    }

    /// For a vendor that itself knows `n`, up to so many a call.
    public static OneAtATime upTo(int most, Provider vendor) {
        return new OneAtATime(most, vendor);
    }

    @Override
    public String name() {
        return vendor.name();
    }

    @Override
    public Optional<Instant> restingUntil() {
        return vendor.restingUntil();
    }

    @Override
    public boolean recoversByRepeating() {
        return vendor.recoversByRepeating();
    }

    @Override
    public SubmissionAnswer submit(Submission submission) throws InterruptedException {
        int count = parts(submission);
        var handles = new ArrayList<String>();
        var files = new ArrayList<ResultFile>();
        var prompt = "";
        for (int i = 0; i < count; i++) {
            switch (vendor.submit(part(submission, i))) {
                case SubmissionAnswer.Accepted(var handle) -> {
                    if (handles.contains(handle.text())) {
                        cancelAll(handles);
                        return new SubmissionAnswer.Unknown(takenForOne());
                    }
                    handles.add(handle.text());
                }
                case SubmissionAnswer.Finished(var output) -> {
                    files.addAll(output.files());
                    prompt = output.actualPrompt();
                }
                case SubmissionAnswer.Rejected(var failure) -> {
                    return afterRefusal(handles, files, failure);
                }
                case SubmissionAnswer.Unknown(var failure) -> {
                    cancelAll(handles);
                    return new SubmissionAnswer.Unknown(failure);
                }
            }
        }
        if (handles.isEmpty()) {
            return new SubmissionAnswer.Finished(new Output(files, prompt));
        }
        return new SubmissionAnswer.Accepted(joined(handles));
    }

    /// Made and billed once, and no several things.
    private static ProviderFailure takenForOne() {
        return new ProviderFailure(
                ErrorCode.FAILED,
                new Untrusted(
                        "The provider took several of the wanted results for one. Please ask for one at a time."),
                false,
                false,
                Optional.empty());
    }

    private static ProviderHandle joined(List<String> handles) {
        return handles.size() == 1
                ? new ProviderHandle(handles.getFirst())
                : new ProviderHandle(JsonMapper.shared().writeValueAsString(handles));
    }

    /// All or nothing here, too: where some arrived and others never did, the whole is beyond saving, and
    /// those that arrived are stopped.
    @Override
    public Recovery recover(Submission submission, Instant submittedAt)
            throws InterruptedException {
        int count = parts(submission);
        var handles = new ArrayList<String>();
        int missing = 0;
        for (int i = 0; i < count; i++) {
            switch (vendor.recover(part(submission, i), submittedAt)) {
                case Recovery.Found(var handle) -> handles.add(handle.text());
                case Recovery.NeverArrived _ -> missing++;
                case Recovery.NotYetKnown unclear -> {
                    return unclear;
                }
                case Recovery.CannotTell no -> {
                    cancelAll(handles);
                    return no;
                }
            }
        }
        if (handles.isEmpty()) {
            return new Recovery.NeverArrived();
        }
        if (missing == 0) {
            return new Recovery.Found(joined(handles));
        }
        cancelAll(handles);
        return new Recovery.CannotTell();
    }

    private static int count(Submission submission) {
        return Math.max(1, submission.input().path(COUNT).asInt(1));
    }

    private int parts(Submission submission) {
        return Math.ceilDiv(count(submission), most);
    }

    private Submission part(Submission whole, int index) {
        var input = whole.input().deepCopy();
        if (most == 1) {
            input.remove(COUNT);
        } else if (input.has(COUNT)) {
            input.put(COUNT, Math.min(most, count(whole) - index * most));
        }
        if (index > 0 && input.path("seed").isIntegralNumber()) {
            // The same seed would make the same thing again.
            input.put("seed", input.path("seed").longValue() + index);
        }
        return new Submission(
                index == 0 ? whole.generationId() : whole.generationId() + "-" + index,
                whole.attempt(),
                whole.model(),
                whole.family(),
                input,
                whole.deadlineAt(),
                whole.asked());
    }

    /// Only if nothing of the earlier ones can be billed the whole counts as refused.
    private SubmissionAnswer afterRefusal(
            List<String> handles, List<ResultFile> files, ProviderFailure failure)
            throws InterruptedException {
        boolean stopped = cancelAll(handles) && files.isEmpty();
        return stopped
                ? new SubmissionAnswer.Rejected(failure)
                : new SubmissionAnswer.Unknown(failure);
    }

    @Override
    public Progress poll(ProviderHandle handle) throws InterruptedException {
        var parts = parts(handle);
        if (parts.size() == 1) {
            return vendor.poll(handle);
        }
        var again = Duration.ZERO;
        int percent = 0;
        boolean known = true;
        for (var part : parts) {
            if (brought.containsKey(part)) {
                percent += 100;
                continue;
            }
            switch (vendor.poll(new ProviderHandle(part))) {
                case Progress.Running(var reported, var wait) -> {
                    again = again.compareTo(wait) > 0 ? again : wait;
                    known &= reported.isPresent();
                    percent += reported.orElse(0);
                }
                case Progress.Succeeded(var output) -> {
                    brought.put(part, output);
                    percent += 100;
                }
                case Progress.Failed failed -> {
                    cancelAll(parts);
                    return failed;
                }
            }
        }
        if (brought.keySet().containsAll(parts)) {
            return new Progress.Succeeded(gathered(parts));
        }
        return new Progress.Running(
                known ? OptionalInt.of(percent / parts.size()) : OptionalInt.empty(), again);
    }

    private Output gathered(List<String> parts) {
        var outputs = parts.stream().map(brought::remove).toList();
        return new Output(
                outputs.stream().flatMap(output -> output.files().stream()).toList(),
                outputs.getFirst().actualPrompt());
    }

    @Override
    public Cancellation cancel(ProviderHandle handle) throws InterruptedException {
        return cancelAll(parts(handle)) ? Cancellation.STOPPED : Cancellation.GOES_ON;
    }

    private boolean cancelAll(List<String> parts) throws InterruptedException {
        boolean all = true;
        for (var part : parts) {
            var done = brought.remove(part);
            all &= vendor.cancel(new ProviderHandle(part)) == Cancellation.STOPPED && done == null;
            if (done != null) {
                ResultFile.discard(done.files());
            }
        }
        return all;
    }

    private static List<String> parts(ProviderHandle handle) {
        if (!handle.text().startsWith("[")) {
            return List.of(handle.text());
        }
        return JsonMapper.shared()
                .readTree(handle.text())
                .valueStream()
                .map(n -> n.asString())
                .toList();
    }
}
