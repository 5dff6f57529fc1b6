package io.mediagate.provider.luma;

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
import java.util.Optional;

/// Starts a generation of a model and follows it. Nothing is documented by which one could be stopped.
public final class LumaProvider implements Provider {
    private static final String NAME = "luma";
    private static final Duration AGAIN = Duration.ofSeconds(3);
    private static final String GENERATION = "generation";
    private static final String PATH = "/generations";

    /// For the gateway's list.
    public static final Vendor VENDOR =
            new Vendor(
                    VendorProfile.bearer(NAME, LumaFailures.RULES, "agents.lumalabs.ai"),
                    http -> new OneAtATime(new LumaProvider(http)));

    private final VendorHttp http;

    private LumaProvider(VendorHttp http) {
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
                _ -> Call.post(PATH, LumaRequests.body(submission)),
                (key, answer) ->
                        new SubmissionAnswer.Accepted(
                                VendorHandle.of(key)
                                        .with(GENERATION, LumaWire.of(answer).id())
                                        .stored()));
    }

    @Override
    public Progress poll(ProviderHandle stored) throws InterruptedException {
        var handle = VendorHandle.of(stored);
        return http.poll(handle, Call.get(PATH + "/" + handle.member(GENERATION)), this::progress);
    }

    private Progress progress(HttpAnswer answer) throws InterruptedException {
        var generation = LumaWire.of(answer);
        return switch (generation.state()) {
            // Links are signed for an hour; a later poll brings fresh ones.
            case "completed" -> http.fetch(generation.links(), "");
            case "failed" -> http.failed(answer);
            // An unknown state is one that still runs: the gateway's deadline ends it.
            default -> VendorHttp.running(AGAIN);
        };
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
