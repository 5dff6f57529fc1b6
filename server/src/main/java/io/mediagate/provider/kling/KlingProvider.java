package io.mediagate.provider.kling;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Recovery;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.http.Call;
import io.mediagate.provider.http.Key;
import io.mediagate.provider.http.OneAtATime;
import io.mediagate.provider.http.Vendor;
import io.mediagate.provider.http.VendorHandle;
import io.mediagate.provider.http.VendorHttp;
import io.mediagate.provider.http.VendorProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Makes a task under the path that a route names as its model (`videos/text2video`), and asks for it
/// under the same path. There is no way to stop one.
public final class KlingProvider implements Provider {
    private static final String NAME = "kling";
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final String TASK = "task";

    /// For the gateway's list.
    public static final Vendor VENDOR =
            new Vendor(
                    VendorProfile.bearer(NAME, KlingFailures.RULES, "klingai.com")
                            .signing(KlingAuth::headers),
                    http -> new OneAtATime(new KlingProvider(http)));

    private final VendorHttp http;

    private KlingProvider(VendorHttp http) {
        this.http = http;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SubmissionAnswer submit(Submission submission) throws InterruptedException {
        var path = KlingRequests.path(submission);
        return http.submit(
                submission,
                _ -> Call.post(path, KlingRequests.body(submission)),
                (key, answer) -> {
                    var said = KlingWire.of(answer);
                    return said.isYes()
                            ? new SubmissionAnswer.Accepted(handle(key, path, said))
                            : http.saysNo(answer);
                });
    }

    private static ProviderHandle handle(Key key, String path, KlingWire said) {
        return VendorHandle.of(key).with(TASK, path + "/" + said.id()).stored();
    }

    @Override
    public Progress poll(ProviderHandle stored) throws InterruptedException {
        var handle = VendorHandle.of(stored);
        return http.poll(handle, Call.get(handle.member(TASK)), this::progress);
    }

    private Progress progress(HttpAnswer answer) throws InterruptedException {
        var said = KlingWire.of(answer);
        if (!said.isYes()) {
            return http.saysNoToPoll(answer);
        }
        return switch (said.status()) {
            case "succeed", "succeeded" -> http.fetch(said.links(), "");
            case "failed" -> http.failed(answer);
            // An unknown status is one that still runs: the gateway's deadline ends it.
            default -> VendorHttp.running(AGAIN);
        };
    }

    /// A task can be asked for by our own id in the place of theirs.
    @Override
    public Recovery recover(Submission submission, Instant submittedAt)
            throws InterruptedException {
        var path = KlingRequests.path(submission);
        return http.lookUp(
                submittedAt,
                Call.get(path + "/" + KlingRequests.id(submission)),
                (key, answer) -> {
                    var said = KlingWire.of(answer);
                    if (said.isYes()) {
                        return new Recovery.Found(handle(key, path, said));
                    }
                    return said.isUnknown()
                            ? new Recovery.NeverArrived()
                            : new Recovery.NotYetKnown();
                });
    }

    @Override
    public Cancellation cancel(ProviderHandle handle) {
        return Cancellation.GOES_ON;
    }

    @Override
    public Optional<Instant> restingUntil() {
        return http.restingUntil();
    }
}
