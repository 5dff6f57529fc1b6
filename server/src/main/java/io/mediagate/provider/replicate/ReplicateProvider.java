package io.mediagate.provider.replicate;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.http.Call;
import io.mediagate.provider.http.OneAtATime;
import io.mediagate.provider.http.Pace;
import io.mediagate.provider.http.Vendor;
import io.mediagate.provider.http.VendorHandle;
import io.mediagate.provider.http.VendorHttp;
import io.mediagate.provider.http.VendorProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Makes predictions and asks after them (replicate.com/docs/reference/http). `Prefer: wait` is not used:
/// an answer that takes a minute is one that is lost more often.
public final class ReplicateProvider implements Provider {
    private static final String NAME = "replicate";
    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final String ID = "id";

    /// Of the header `Cancel-After` (replicate.com/changelog/2025-10-16-prediction-deadlines).
    private static final Duration SHORTEST_DEADLINE = Duration.ofSeconds(5);

    /// For the gateway's list.
    public static final Vendor VENDOR =
            new Vendor(
                    // The pace is that of new predictions
                    // (replicate.com/docs/topics/predictions/rate-limits).
                    VendorProfile.bearer(NAME, ReplicateFailures.RULES, "replicate.com")
                            .at(new Pace(600, Duration.ofMinutes(1))),
                    http -> new OneAtATime(new ReplicateProvider(http)));

    private final VendorHttp http;

    private ReplicateProvider(VendorHttp http) {
        this.http = http;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SubmissionAnswer submit(Submission submission) throws InterruptedException {
        return http.submit(
                submission,
                _ -> withDeadline(submission, call(submission)),
                (key, answer) -> {
                    var prediction = ReplicateWire.prediction(answer);
                    return new SubmissionAnswer.Accepted(
                            VendorHandle.of(key).with(ID, prediction.id()).stored());
                });
    }

    private static Call call(Submission submission) {
        return Call.post(
                ReplicateWire.path(submission.model()),
                ReplicateWire.request(submission.model(), submission.input()));
    }

    /// What outlives our deadline nobody waits for: it shall not go on and be billed.
    private Call withDeadline(Submission submission, Call call) {
        var left = http.timeLeft(submission);
        return left.compareTo(SHORTEST_DEADLINE) < 0
                ? call
                : call.header("Cancel-After", left.toSeconds() + "s");
    }

    @Override
    public Progress poll(ProviderHandle stored) throws InterruptedException {
        var handle = VendorHandle.of(stored);
        return http.poll(handle, Call.get(path(handle)), this::progress);
    }

    private Progress progress(HttpAnswer answer) throws InterruptedException {
        var prediction = ReplicateWire.prediction(answer);
        if (prediction.hasFailed()) {
            return http.failed(answer);
        }
        if (!prediction.hasSucceeded()) {
            return VendorHttp.running(AGAIN);
        }
        return prediction.links().isEmpty()
                ? http.failed(answer)
                : http.fetch(prediction.links(), "");
    }

    @Override
    public Cancellation cancel(ProviderHandle stored) throws InterruptedException {
        var handle = VendorHandle.of(stored);
        return http.cancel(
                handle,
                Call.bare("POST", path(handle) + "/cancel"),
                (_, answer) ->
                        ReplicateWire.prediction(answer).isStopped()
                                ? Cancellation.STOPPED
                                : Cancellation.GOES_ON);
    }

    private static String path(VendorHandle handle) {
        return "/predictions/" + handle.member(ID);
    }

    @Override
    public Optional<Instant> restingUntil() {
        return http.restingUntil();
    }
}
