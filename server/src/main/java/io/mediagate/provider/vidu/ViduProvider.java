package io.mediagate.provider.vidu;

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
import tools.jackson.databind.json.JsonMapper;

/// Starts a task under the path that a route names as its model (`text2video`), and follows it.
public final class ViduProvider implements Provider {
    private static final String NAME = "vidu";
    private static final Duration AGAIN = Duration.ofSeconds(3);
    private static final String TASK = "task";
    private static final String ROOT = "/ent/v2/";
    private static final String TASKS = ROOT + "tasks/";

    /// For the gateway's list.
    public static final Vendor VENDOR =
            new Vendor(
                    VendorProfile.bearer(NAME, ViduFailures.RULES, "api.vidu.com")
                            .showing(key -> Map.of("Authorization", "Token " + key.value())),
                    http -> new OneAtATime(new ViduProvider(http)));

    private final VendorHttp http;

    private ViduProvider(VendorHttp http) {
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
                _ -> Call.post(ROOT + submission.model(), submission.input()),
                (key, answer) ->
                        new SubmissionAnswer.Accepted(
                                VendorHandle.of(key)
                                        .with(TASK, ViduWire.of(answer).id())
                                        .stored()));
    }

    @Override
    public Progress poll(ProviderHandle stored) throws InterruptedException {
        var handle = VendorHandle.of(stored);
        return http.poll(
                handle, Call.get(TASKS + handle.member(TASK) + "/creations"), this::progress);
    }

    private Progress progress(HttpAnswer answer) throws InterruptedException {
        var task = ViduWire.of(answer);
        return switch (task.state()) {
            // A later poll brings fresh links, should these have expired.
            case "success" -> http.fetch(task.links(), "");
            case "failed" -> http.failed(answer);
            // An unknown state is one that still runs: the gateway's deadline ends it.
            default -> VendorHttp.running(AGAIN);
        };
    }

    @Override
    public Cancellation cancel(ProviderHandle stored) throws InterruptedException {
        var handle = VendorHandle.of(stored);
        var task = handle.member(TASK);
        var body = JsonMapper.shared().createObjectNode().put("id", task);
        return http.cancel(
                handle, Call.post(TASKS + task + "/cancel", body), (_, _) -> Cancellation.STOPPED);
    }

    @Override
    public Optional<Instant> restingUntil() {
        return http.restingUntil();
    }
}
