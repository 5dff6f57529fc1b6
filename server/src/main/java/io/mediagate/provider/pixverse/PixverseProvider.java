package io.mediagate.provider.pixverse;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.error.ErrorCode;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Recovery;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.http.Call;
import io.mediagate.provider.http.Key;
import io.mediagate.provider.http.OneAtATime;
import io.mediagate.provider.http.Vendor;
import io.mediagate.provider.http.VendorHandle;
import io.mediagate.provider.http.VendorHttp;
import io.mediagate.provider.http.VendorProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.node.ObjectNode;

/// Uploads the files, starts a video under the path that a route names as its model
/// (`video/text/generate`), and follows it. There is no way to stop one.
public final class PixverseProvider implements Provider {
    private static final String NAME = "pixverse";
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final String VIDEO = "video";

    /// Refusals of the request itself, which would not come if it had been taken before.
    private static final Set<ErrorCode> OF_THE_REQUEST =
            EnumSet.of(
                    ErrorCode.CONTENT_REJECTED,
                    ErrorCode.INVALID_INPUT,
                    ErrorCode.UNSUPPORTED_MODEL);

    /// For the gateway's list.
    public static final Vendor VENDOR =
            new Vendor(
                    VendorProfile.bearer(NAME, PixverseFailures.RULES, "app-api.pixverse.ai")
                            .showing(key -> Map.of("API-KEY", key.value())),
                    http -> new OneAtATime(new PixverseProvider(http)));

    private final VendorHttp http;

    private PixverseProvider(VendorHttp http) {
        this.http = http;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SubmissionAnswer submit(Submission submission) throws InterruptedException {
        return submit(submission, new AtomicBoolean());
    }

    private SubmissionAnswer submit(Submission submission, AtomicBoolean asked)
            throws InterruptedException {
        return http.submitRepeatably(
                submission,
                key -> {
                    var body = withIds(key, submission.input().deepCopy());
                    asked.set(true);
                    return Call.post(PixverseRequests.path(submission), body)
                            .header("Ai-Trace-Id", PixverseRequests.traceId(submission));
                },
                (key, answer) -> {
                    var said = PixverseWire.of(answer);
                    return said.isYes()
                            ? new SubmissionAnswer.Accepted(
                                    VendorHandle.of(key)
                                            .with(VIDEO, String.valueOf(said.id("video_id")))
                                            .stored())
                            : http.saysNo(answer);
                });
    }

    /// Files belong to the account of a key, and are asked for by their numbers.
    private ObjectNode withIds(Key key, ObjectNode body) throws InterruptedException {
        for (var upload : PixverseRequests.UPLOADS.entrySet()) {
            var link = body.path(upload.getKey());
            if (link.isString()) {
                var kind = upload.getValue();
                long id =
                        http.first(
                                key,
                                kind.of(http.input(link.stringValue())),
                                (_, answer) -> PixverseWire.of(answer).id(kind.id()));
                body.put(upload.getKey(), id);
            }
        }
        return body;
    }

    @Override
    public Progress poll(ProviderHandle stored) throws InterruptedException {
        var handle = VendorHandle.of(stored);
        return http.poll(handle, PixverseRequests.result(handle.member(VIDEO)), this::progress);
    }

    private Progress progress(HttpAnswer answer) throws InterruptedException {
        var said = PixverseWire.of(answer);
        if (!said.isYes()) {
            return http.saysNoToPoll(answer);
        }
        return switch (said.status()) {
            case "1" -> http.fetch(said.links(), "");
            case "6", "7", "8" -> http.failed(answer);
            // An unknown status is one that still runs: the gateway's deadline ends it.
            default -> VendorHttp.running(AGAIN);
        };
    }

    /// Sends it again: by its trace id it is the same one, and nothing is made or billed twice. A refusal
    /// of our account or for load says nothing of what came of the first.
    @Override
    public Recovery recover(Submission submission, Instant submittedAt)
            throws InterruptedException {
        var asked = new AtomicBoolean();
        return switch (submit(submission, asked)) {
            case SubmissionAnswer.Accepted(var handle) -> new Recovery.Found(handle);
            case SubmissionAnswer.Rejected(var failure)
                    when asked.get() && OF_THE_REQUEST.contains(failure.code()) ->
                    new Recovery.NeverArrived();
            case SubmissionAnswer.Rejected _, SubmissionAnswer.Unknown _ ->
                    new Recovery.NotYetKnown();
            case SubmissionAnswer.Finished _ ->
                    throw new IllegalStateException("videos are never made at once");
        };
    }

    @Override
    public boolean recoversByRepeating() {
        return true;
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
