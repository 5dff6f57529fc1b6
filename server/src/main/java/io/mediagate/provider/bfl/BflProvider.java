package io.mediagate.provider.bfl;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.http.Call;
import io.mediagate.provider.http.OneAtATime;
import io.mediagate.provider.http.Vendor;
import io.mediagate.provider.http.VendorHandle;
import io.mediagate.provider.http.VendorHttp;
import io.mediagate.provider.http.VendorProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Submits to a model, follows the link that it gives (docs.bfl.ai/quick_start/generating_images).
public final class BflProvider implements Provider {
    private static final String NAME = "bfl";
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final String POLL = "poll";

    /// For the gateway's list.
    public static final Vendor VENDOR =
            new Vendor(
                    // Every region has a host of its own there.
                    VendorProfile.bearer(NAME, BflFailures.RULES, "bfl.ai")
                            .showing(key -> Map.of("x-key", key.value())),
                    http -> new OneAtATime(new BflProvider(http)));

    private final VendorHttp http;

    private BflProvider(VendorHttp http) {
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
                _ -> Call.post("/v1/" + submission.model(), BflRequests.body(submission, http)),
                (key, answer) ->
                        new SubmissionAnswer.Accepted(
                                VendorHandle.of(key)
                                        .with(POLL, BflWire.pollingUrl(answer))
                                        .stored()));
    }

    @Override
    public Progress poll(ProviderHandle stored) throws InterruptedException {
        var handle = VendorHandle.of(stored);
        return http.poll(
                handle,
                Call.get(handle.member(POLL)),
                answer ->
                        switch (BflWire.status(answer)) {
                            case BflWire.READY -> picture(answer);
                            case BflWire.REQUEST_MODERATED,
                                    BflWire.CONTENT_MODERATED,
                                    BflWire.NOT_FOUND,
                                    "Error",
                                    "Failed" ->
                                    http.failed(answer);
                            // Pending, Reasoning, Generating, and whatever comes next.
                            default -> VendorHttp.running(BflWire.percent(answer), AGAIN);
                        });
    }

    private Progress picture(HttpAnswer answer) throws InterruptedException {
        var sample = BflWire.sample(answer);
        return sample.isBlank() ? http.failed(answer) : http.fetch(List.of(sample), "");
    }

    /// It cannot stop what it began.
    @Override
    public Cancellation cancel(ProviderHandle handle) {
        return Cancellation.GOES_ON;
    }

    @Override
    public Optional<Instant> restingUntil() {
        return http.restingUntil();
    }
}
