package io.mediagate.provider.compatible;

import io.mediagate.error.Secret;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.http.CommonRoutes;
import io.mediagate.provider.http.FailureRules;
import io.mediagate.provider.http.Key;
import io.mediagate.provider.http.OneAtATime;
import io.mediagate.provider.http.Vendor;
import io.mediagate.provider.http.VendorHandle;
import io.mediagate.provider.http.VendorHttp;
import io.mediagate.provider.http.VendorProfile;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Asks a server of the operator's own. Which of our models it makes stands in the configuration.
public final class CompatibleProvider implements Provider {
    private static final String NAME = "compatible";

    /// For a server that asks for none.
    public static final Secret NO_KEY = new Secret("");

    /// For the gateway's list.
    public static final Vendor VENDOR =
            new Vendor(
                    VendorProfile.bearer(NAME, FailureRules.shared())
                            .showing(CompatibleProvider::headers),
                    http -> new OneAtATime(new CompatibleProvider(http)));

    private final VendorHttp http;
    private final CommonRoutes routes;

    private CompatibleProvider(VendorHttp http) {
        this.http = http;
        this.routes = new CommonRoutes(http);
    }

    private static Map<String, String> headers(Key key) {
        return key.value().isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + key.value());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SubmissionAnswer submit(Submission submission) throws InterruptedException {
        return switch (submission.family()) {
            case IMAGE ->
                    http.submit(
                            submission,
                            _ -> routes.pictures(CompatibleRequests.pictures(submission)),
                            routes::madePictures);
            case TTS ->
                    http.submit(
                            submission,
                            _ -> routes.speech(CompatibleRequests.speech(submission)),
                            (_, answer) -> CommonRoutes.madeSpeech(answer));
            case VIDEO ->
                    throw new IllegalStateException("a route for video, which it has none of");
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
