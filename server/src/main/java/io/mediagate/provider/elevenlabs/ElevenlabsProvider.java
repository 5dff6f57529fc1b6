package io.mediagate.provider.elevenlabs;

import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.SubmissionAnswer.Output;
import io.mediagate.provider.http.OneAtATime;
import io.mediagate.provider.http.Vendor;
import io.mediagate.provider.http.VendorHttp;
import io.mediagate.provider.http.VendorProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Speaks a text in one call (elevenlabs.io/docs/api-reference/text-to-speech/convert).
public final class ElevenlabsProvider implements Provider {
    private static final String NAME = "elevenlabs";

    /// For the gateway's list.
    public static final Vendor VENDOR =
            new Vendor(
                    VendorProfile.bearer(NAME, ElevenlabsFailures.RULES)
                            .showing(key -> Map.of("xi-api-key", key.value())),
                    http -> new OneAtATime(new ElevenlabsProvider(http)));

    private final VendorHttp http;

    private ElevenlabsProvider(VendorHttp http) {
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
                _ -> ElevenlabsRequests.speech(submission),
                (_, answer) ->
                        new SubmissionAnswer.Finished(
                                new Output(List.of(ElevenlabsWire.sound(answer)), "")));
    }

    /// Everything is answered at once, so no handle was ever given.
    @Override
    public Progress poll(ProviderHandle handle) {
        throw new IllegalStateException("there is nothing to follow at " + NAME);
    }

    @Override
    public Cancellation cancel(ProviderHandle handle) {
        throw new IllegalStateException("there is nothing to cancel at " + NAME);
    }

    @Override
    public Optional<Instant> restingUntil() {
        return http.restingUntil();
    }
}
