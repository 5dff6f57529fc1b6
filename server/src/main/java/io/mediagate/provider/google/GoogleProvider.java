package io.mediagate.provider.google;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.SubmissionAnswer.Output;
import io.mediagate.provider.http.Call;
import io.mediagate.provider.http.OneAtATime;
import io.mediagate.provider.http.Unreadable;
import io.mediagate.provider.http.Vendor;
import io.mediagate.provider.http.VendorHandle;
import io.mediagate.provider.http.VendorHttp;
import io.mediagate.provider.http.VendorProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Videos by `predictLongRunning`, pictures by `generateContent` (ai.google.dev/gemini-api/docs). There is
/// nothing to cancel by.
public final class GoogleProvider implements Provider {
    private static final String NAME = "google";
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final String OPERATION = "operation";

    /// For the gateway's list.
    public static final Vendor VENDOR =
            new Vendor(
                    VendorProfile.bearer(NAME, GoogleFailures.RULES, "googleapis.com")
                            .showing(key -> Map.of("x-goog-api-key", key.value())),
                    http -> new OneAtATime(new GoogleProvider(http)));

    private final VendorHttp http;
    private final GoogleRequests requests;

    private GoogleProvider(VendorHttp http) {
        this.http = http;
        this.requests = new GoogleRequests(http);
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
                            _ -> requests.picture(submission),
                            (_, answer) -> pictures(answer));
            case VIDEO ->
                    http.submit(
                            submission,
                            _ -> requests.video(submission),
                            (key, answer) ->
                                    new SubmissionAnswer.Accepted(
                                            VendorHandle.of(key)
                                                    .with(OPERATION, GoogleWire.operation(answer))
                                                    .stored()));
            case TTS ->
                    throw new IllegalStateException("a route for speech, which is not made here");
        };
    }

    private SubmissionAnswer pictures(HttpAnswer answer) {
        if (!GoogleWire.isAboutContent(answer)) {
            throw new Unreadable("an answer without candidates");
        }
        var files = GoogleWire.pictures(answer);
        // A block, a refusal or nothing but words: each is a no, and brought nothing that is billed
        // again.
        return files.isEmpty()
                ? http.rejected(answer)
                : new SubmissionAnswer.Finished(new Output(files, ""));
    }

    @Override
    public Progress poll(ProviderHandle stored) throws InterruptedException {
        var handle = VendorHandle.of(stored);
        return http.poll(
                handle,
                Call.get("/" + handle.member(OPERATION)),
                answer -> {
                    if (!GoogleWire.isDone(answer)) {
                        return VendorHttp.running(AGAIN);
                    }
                    var links = GoogleWire.links(answer);
                    // Without our key the links answer 403.
                    return links.isEmpty()
                            ? http.failed(answer)
                            : http.fetchWithKey(handle, links, "");
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
