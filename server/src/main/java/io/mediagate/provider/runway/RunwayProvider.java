package io.mediagate.provider.runway;

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
import java.util.Map;
import java.util.Optional;

/// Starts a task under the path that a route names as its model (`text_to_image`), and follows it.
public final class RunwayProvider implements Provider {
    private static final String NAME = "runway";

    /// "No faster than once every five seconds."
    private static final Duration AGAIN = Duration.ofSeconds(5);

    /// Without it every request is refused.
    private static final String VERSION = "2024-11-06";

    private static final String TASK = "task";

    /// For the gateway's list.
    public static final Vendor VENDOR =
            new Vendor(
                    VendorProfile.bearer(NAME, RunwayFailures.RULES, "runwayml.com")
                            .showing(key ->
                                    Map.of(
                                            "Authorization",
                                            "Bearer " + key.value(),
                                            "X-Runway-Version",
                                            VERSION)),
                    http -> new OneAtATime(new RunwayProvider(http)));

    private final VendorHttp http;

    private RunwayProvider(VendorHttp http) {
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
                _ -> Call.post("/v1/" + submission.model(), submission.input()),
                (key, answer) ->
                        new SubmissionAnswer.Accepted(
                                VendorHandle.of(key)
                                        .with(TASK, "/v1/tasks/" + RunwayWire.of(answer).id())
                                        .stored()));
    }

    @Override
    public Progress poll(ProviderHandle stored) throws InterruptedException {
        var handle = VendorHandle.of(stored);
        return http.poll(handle, Call.get(handle.member(TASK)), this::progress);
    }

    private Progress progress(HttpAnswer answer) throws InterruptedException {
        var task = RunwayWire.of(answer);
        return switch (task.status()) {
            // A later poll brings fresh links, should these have expired.
            case "SUCCEEDED" -> http.fetch(task.links(), "");
            case "FAILED", "CANCELLED" -> http.failed(answer);
            // An unknown status is one that still runs: the gateway's deadline ends it.
            default -> VendorHttp.running(task.percent(), AGAIN);
        };
    }

    /// Stops a task that has not ended; one that has is deleted.
    @Override
    public Cancellation cancel(ProviderHandle stored) throws InterruptedException {
        var handle = VendorHandle.of(stored);
        return http.cancel(
                handle, Call.bare("DELETE", handle.member(TASK)), (_, _) -> Cancellation.STOPPED);
    }

    @Override
    public Optional<Instant> restingUntil() {
        return http.restingUntil();
    }
}
