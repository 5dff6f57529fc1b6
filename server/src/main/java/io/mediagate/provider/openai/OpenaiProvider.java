package io.mediagate.provider.openai;

import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.http.CommonRoutes;
import io.mediagate.provider.http.OneAtATime;
import io.mediagate.provider.http.Vendor;
import io.mediagate.provider.http.VendorHandle;
import io.mediagate.provider.http.VendorHttp;
import io.mediagate.provider.http.VendorProfile;
import java.time.Instant;
import java.util.Optional;

/// The routes that it made common (platform.openai.com/docs/api-reference/images and /audio). It answers at
/// once, so there is nothing to cancel.
public final class OpenaiProvider implements Provider {
    private static final String NAME = "openai";

    /// Pictures a call, by its documents.
    private static final int MOST = 10;

    /// For the gateway's list.
    public static final Vendor VENDOR =
            new Vendor(
                    VendorProfile.bearer(NAME, OpenaiFailures.RULES, "api.openai.com"),
                    http -> OneAtATime.upTo(MOST, new OpenaiProvider(http)));

    private final VendorHttp http;
    private final CommonRoutes routes;

    private OpenaiProvider(VendorHttp http) {
        this.http = http;
        this.routes = new CommonRoutes(http);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SubmissionAnswer submit(Submission submission) throws InterruptedException {
        var body = submission.input().deepCopy().put("model", submission.model());
        return switch (submission.family()) {
            case IMAGE -> http.submit(submission, _ -> routes.pictures(body), routes::madePictures);
            case TTS ->
                    http.submit(
                            submission,
                            _ -> routes.speech(body),
                            (_, answer) -> CommonRoutes.madeSpeech(answer));
            case VIDEO -> throw new IllegalStateException("a route for video, which is gone");
        };
    }

    /// Only an answer with links instead of pictures comes here.
    @Override
    public Progress poll(ProviderHandle stored) throws InterruptedException {
        return http.fetch(VendorHandle.of(stored).links(), "");
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
