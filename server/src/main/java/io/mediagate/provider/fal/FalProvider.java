package io.mediagate.provider.fal;

import io.mediagate.egress.Exchange;
import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.http.Call;
import io.mediagate.provider.http.FailureKind;
import io.mediagate.provider.http.OneAtATime;
import io.mediagate.provider.http.Phase;
import io.mediagate.provider.http.Vendor;
import io.mediagate.provider.http.VendorHandle;
import io.mediagate.provider.http.VendorHttp;
import io.mediagate.provider.http.VendorProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Submits to the queue, follows the links that it gives (docs.fal.ai/model-apis/model-endpoints/queue).
public final class FalProvider implements Provider {
    private static final String NAME = "fal";
    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final String STATUS = "status";
    private static final String RESPONSE = "response";
    private static final String CANCEL = "cancel";

    /// Results are copied to our own store at once; there they need not lie about for good.
    private static final String LIFETIME = "X-Fal-Object-Lifecycle-Preference";

    /// What has not begun by our deadline shall not begin any more.
    private static final String BEGIN_WITHIN = "X-Fal-Request-Timeout";

    /// For the gateway's list.
    public static final Vendor VENDOR =
            new Vendor(
                    VendorProfile.bearer(NAME, FalFailures.RULES, "fal.run")
                            .showing(key -> Map.of("Authorization", "Key " + key.value())),
                    http -> new OneAtATime(new FalProvider(http)));

    private final VendorHttp http;

    private FalProvider(VendorHttp http) {
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
                _ -> call(submission),
                (key, answer) -> {
                    var accepted = FalWire.accepted(answer);
                    return new SubmissionAnswer.Accepted(
                            VendorHandle.of(key)
                                    .with(STATUS, accepted.statusUrl())
                                    .with(RESPONSE, accepted.responseUrl())
                                    .with(CANCEL, accepted.cancelUrl())
                                    .stored());
                });
    }

    private Call call(Submission submission) {
        var left = http.timeLeft(submission);
        return Call.post("/" + submission.model(), submission.input())
                .header(LIFETIME, "{\"expiration_duration_seconds\": 86400}")
                .header(BEGIN_WITHIN, String.valueOf(Math.max(1, left.toSeconds())));
    }

    @Override
    public Progress poll(ProviderHandle stored) throws InterruptedException {
        var handle = VendorHandle.of(stored);
        return http.poll(
                handle,
                Call.get(handle.member(STATUS)),
                answer -> {
                    // An unknown status is one that still runs: the gateway's deadline ends it.
                    if (!FalWire.isCompleted(answer)) {
                        return VendorHttp.running(AGAIN);
                    }
                    return FalWire.hasError(answer) ? http.failed(answer) : result(handle);
                });
    }

    /// "Completed" covers failure: the status of this answer is the model's own.
    private Progress result(VendorHandle handle) throws InterruptedException {
        return switch (http.ask(handle, Call.get(handle.member(RESPONSE)))) {
            case Exchange.Answered(var answer) -> {
                if (FalWire.isAllNsfw(answer)) {
                    yield VendorHttp.failed(FailureKind.CONTENT, answer);
                }
                yield http.fetch(FalWire.links(answer), FalWire.prompt(answer));
            }
            case Exchange.Refused(var answer) -> {
                var failure = http.failure(Phase.RESULT, answer);
                // What our account may not fetch now was made all the same.
                yield isStillRunning(answer) || failure.operatorFault()
                        ? VendorHttp.running(AGAIN)
                        : new Progress.Failed(failure);
            }
            case Exchange.NotSent _, Exchange.Lost _ -> VendorHttp.running(AGAIN);
        };
    }

    /// Asked too early it says 400 "Request is still in progress"; a page is a proxy's. Plain text may be
    /// what the model itself said at its end.
    private static boolean isStillRunning(HttpAnswer answer) {
        boolean early = answer.status() == 400 && answer.text().contains("still in progress");
        return early || (answer.status() >= 500 && FalWire.isPage(answer));
    }

    @Override
    public Cancellation cancel(ProviderHandle stored) throws InterruptedException {
        var handle = VendorHandle.of(stored);
        return http.cancel(
                handle,
                Call.bare("PUT", handle.member(CANCEL)),
                (_, answer) ->
                        FalWire.isStopped(answer) ? Cancellation.STOPPED : Cancellation.GOES_ON);
    }

    @Override
    public Optional<Instant> restingUntil() {
        return http.restingUntil();
    }
}
