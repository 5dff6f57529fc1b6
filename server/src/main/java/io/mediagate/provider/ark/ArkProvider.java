package io.mediagate.provider.ark;

import io.mediagate.egress.Exchange;
import io.mediagate.egress.HttpAnswer;
import io.mediagate.error.Family;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.SubmissionAnswer.Output;
import io.mediagate.provider.http.Call;
import io.mediagate.provider.http.Key;
import io.mediagate.provider.http.OneAtATime;
import io.mediagate.provider.http.Unreadable;
import io.mediagate.provider.http.Vendor;
import io.mediagate.provider.http.VendorHandle;
import io.mediagate.provider.http.VendorHttp;
import io.mediagate.provider.http.VendorProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Pictures at once, videos as tasks (docs.byteplus.com/en/docs/ModelArk, "Image generation API" and "Video
/// generation API").
public final class ArkProvider implements Provider {
    private static final String NAME = "ark";
    private static final Duration AGAIN = Duration.ofSeconds(5);

    /// Where a task is asked after, and stopped.
    private static final String TASK = "task";

    /// For the gateway's list.
    public static final Vendor VENDOR =
            new Vendor(
                    VendorProfile.bearer(NAME, ArkFailures.RULES),
                    http -> new OneAtATime(new ArkProvider(http)));

    private final VendorHttp http;

    private ArkProvider(VendorHttp http) {
        this.http = http;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SubmissionAnswer submit(Submission submission) throws InterruptedException {
        boolean video = submission.family() == Family.VIDEO;
        var body = submission.input().deepCopy().put("model", submission.model());
        return http.submit(
                submission,
                _ -> Call.post(video ? ArkWire.TASKS : ArkWire.PICTURES, body),
                (key, answer) ->
                        video
                                ? new SubmissionAnswer.Accepted(
                                        VendorHandle.of(key)
                                                .with(TASK, ArkWire.task(answer))
                                                .stored())
                                : pictures(key, answer));
    }

    /// All of them or none: who asked for four does not pay for three.
    private SubmissionAnswer pictures(Key key, HttpAnswer answer) {
        var links = ArkWire.links(answer);
        var files = ArkWire.files(answer);
        boolean any = !links.isEmpty() || !files.isEmpty();
        if (ArkWire.hasError(answer)) {
            return any ? http.spoiled(answer) : http.saysNo(answer);
        }
        if (!any) {
            throw new Unreadable("a yes without a picture");
        }
        return links.isEmpty()
                ? new SubmissionAnswer.Finished(new Output(files, ""))
                : new SubmissionAnswer.Accepted(VendorHandle.of(key).withLinks(links).stored());
    }

    @Override
    public Progress poll(ProviderHandle stored) throws InterruptedException {
        var handle = VendorHandle.of(stored);
        if (!handle.links().isEmpty()) {
            return http.fetch(handle.links(), "");
        }
        return http.poll(
                handle,
                Call.get(handle.member(TASK)),
                answer ->
                        switch (ArkWire.state(answer)) {
                            case "succeeded" -> http.fetch(List.of(ArkWire.video(answer)), "");
                            case "failed", "cancelled", "expired" -> http.failed(answer);
                            // A state of no name that we know is one that still runs.
                            default -> VendorHttp.running(AGAIN);
                        });
    }

    /// The same request stops a task that still waits, is refused for one that runs, and deletes the record
    /// of one that has ended: so it is sent only while the task waits.
    @Override
    public Cancellation cancel(ProviderHandle stored) throws InterruptedException {
        var handle = VendorHandle.of(stored);
        if (!handle.links().isEmpty() || !isWaiting(handle)) {
            return Cancellation.GOES_ON;
        }
        return http.cancel(
                handle, Call.bare("DELETE", handle.member(TASK)), (_, _) -> Cancellation.STOPPED);
    }

    private boolean isWaiting(VendorHandle handle) throws InterruptedException {
        var exchange = http.ask(handle, Call.get(handle.member(TASK)));
        return exchange instanceof Exchange.Answered(var answer) && ArkWire.isQueued(answer);
    }

    @Override
    public Optional<Instant> restingUntil() {
        return http.restingUntil();
    }
}
