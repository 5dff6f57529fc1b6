package io.mediagate.provider.xai;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.http.Call;
import io.mediagate.provider.http.CommonRoutes;
import io.mediagate.provider.http.FailureKind;
import io.mediagate.provider.http.Key;
import io.mediagate.provider.http.OneAtATime;
import io.mediagate.provider.http.Vendor;
import io.mediagate.provider.http.VendorHandle;
import io.mediagate.provider.http.VendorHttp;
import io.mediagate.provider.http.VendorProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Pictures, speech and videos (docs.x.ai/developers). There is nothing to cancel by.
public final class XaiProvider implements Provider {
    private static final String NAME = "xai";
    private static final Duration AGAIN = Duration.ofSeconds(3);
    private static final String ID = "id";

    /// For the gateway's list.
    public static final Vendor VENDOR =
            new Vendor(
                    VendorProfile.bearer(NAME, XaiFailures.RULES, "api.x.ai"),
                    http -> new OneAtATime(new XaiProvider(http)));

    private final VendorHttp http;
    private final CommonRoutes routes;

    private XaiProvider(VendorHttp http) {
        this.http = http;
        this.routes = new CommonRoutes(http);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SubmissionAnswer submit(Submission submission) throws InterruptedException {
        return switch (submission.family()) {
            case IMAGE ->
                    http.submit(submission, _ -> XaiRequests.pictures(submission), this::pictures);
            case TTS ->
                    http.submit(
                            submission,
                            _ -> Call.post("/tts", submission.input()),
                            (_, answer) -> CommonRoutes.madeSpeech(answer));
            case VIDEO ->
                    http.submit(
                            submission,
                            _ -> XaiRequests.video(submission),
                            (key, answer) ->
                                    new SubmissionAnswer.Accepted(
                                            VendorHandle.of(key)
                                                    .with(ID, XaiWire.requestId(answer))
                                                    .stored()));
        };
    }

    /// All or nothing: a picture that was held back was billed, and the others are not what was asked for.
    private SubmissionAnswer pictures(Key key, HttpAnswer answer) {
        return XaiWire.hasHeldBack(answer)
                ? VendorHttp.spoiled(FailureKind.CONTENT, answer)
                : routes.madePictures(key, answer);
    }

    @Override
    public Progress poll(ProviderHandle stored) throws InterruptedException {
        var handle = VendorHandle.of(stored);
        if (!handle.links().isEmpty()) {
            return http.fetch(handle.links(), "");
        }
        return http.poll(
                handle, Call.get("/videos/" + Call.encoded(handle.member(ID))), this::progress);
    }

    private Progress progress(HttpAnswer answer) throws InterruptedException {
        if (XaiWire.isPending(answer)) {
            return VendorHttp.running(XaiWire.percent(answer), AGAIN);
        }
        return switch (XaiWire.state(answer)) {
            case "failed", "expired" -> http.failed(answer);
            case "done" -> video(answer);
            // A state of no name that we know is one that still runs.
            default -> VendorHttp.running(AGAIN);
        };
    }

    /// "Done" covers what moderation held back, and sometimes nothing at all.
    private Progress video(HttpAnswer answer) throws InterruptedException {
        var url = XaiWire.videoUrl(answer);
        return url.isEmpty() ? http.failed(answer) : http.fetch(List.of(url), "");
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
