package io.mediagate.provider.minimax;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.error.Family;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.SubmissionAnswer.Output;
import io.mediagate.provider.http.Call;
import io.mediagate.provider.http.FailureKind;
import io.mediagate.provider.http.Key;
import io.mediagate.provider.http.OneAtATime;
import io.mediagate.provider.http.Unreadable;
import io.mediagate.provider.http.Vendor;
import io.mediagate.provider.http.VendorHandle;
import io.mediagate.provider.http.VendorHttp;
import io.mediagate.provider.http.VendorProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Speech and pictures in one call, video in three of the first generation of the API or two of the
/// second (platform.minimax.io/docs/api-reference).
public final class MinimaxProvider implements Provider {
    private static final String NAME = "minimax";
    private static final Duration AGAIN = Duration.ofSeconds(5);

    /// Where a video is asked after.
    private static final String POLL = "poll";

    /// For the gateway's list.
    public static final Vendor VENDOR =
            new Vendor(
                    VendorProfile.bearer(NAME, MinimaxFailures.RULES),
                    http -> new OneAtATime(new MinimaxProvider(http)));

    private final VendorHttp http;

    private MinimaxProvider(VendorHttp http) {
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
                _ -> Call.post(path(submission), MinimaxRequests.body(submission)),
                (key, answer) -> {
                    if (MinimaxWire.isNo(answer)) {
                        return http.saysNo(answer);
                    }
                    return submission.family() == Family.VIDEO
                            ? accepted(key, answer, isSecondGeneration(submission))
                            : made(key, answer);
                });
    }

    private static String path(Submission submission) {
        return switch (submission.family()) {
            case TTS -> "/v1/t2a_v2";
            case IMAGE -> "/v1/image_generation";
            case VIDEO ->
                    isSecondGeneration(submission)
                            ? "/v2/video_generation"
                            : "/v1/video_generation";
        };
    }

    /// Only the second takes a list of contents.
    private static boolean isSecondGeneration(Submission submission) {
        return submission.input().has("content");
    }

    private static SubmissionAnswer accepted(Key key, HttpAnswer answer, boolean second) {
        var id = MinimaxWire.taskId(answer);
        var poll =
                second
                        ? "/v2/query/video_generation/" + Call.encoded(id)
                        : "/v1/query/video_generation?task_id=" + Call.encoded(id);
        return new SubmissionAnswer.Accepted(VendorHandle.of(key).with(POLL, poll).stored());
    }

    private static SubmissionAnswer made(Key key, HttpAnswer answer) {
        if (MinimaxWire.hasHeldBack(answer)) {
            return VendorHttp.spoiled(FailureKind.CONTENT, answer);
        }
        var links = MinimaxWire.links(answer);
        if (!links.isEmpty()) {
            return new SubmissionAnswer.Accepted(VendorHandle.of(key).withLinks(links).stored());
        }
        var files = MinimaxWire.files(answer);
        if (files.isEmpty()) {
            throw new Unreadable("a yes without anything made");
        }
        return new SubmissionAnswer.Finished(new Output(files, ""));
    }

    @Override
    public Progress poll(ProviderHandle stored) throws InterruptedException {
        var handle = VendorHandle.of(stored);
        if (!handle.links().isEmpty()) {
            return http.fetch(handle.links(), "");
        }
        var call = Call.get(handle.member(POLL));
        return http.poll(
                handle,
                call,
                answer ->
                        switch (MinimaxWire.state(answer)) {
                            case "Fail", "failed", "cancelled", "expired" -> http.failed(answer);
                            case "Success" -> file(handle, MinimaxWire.fileId(answer));
                            case "succeeded" ->
                                    http.fetch(List.of(MinimaxWire.videoUrl(answer)), "");
                            // A state of no name that we know is one that still runs.
                            default ->
                                    MinimaxWire.isNo(answer)
                                            ? http.saysNoToPoll(answer)
                                            : VendorHttp.running(AGAIN);
                        });
    }

    /// The third call, with a no of its own.
    private Progress file(VendorHandle handle, String id) throws InterruptedException {
        return http.poll(
                handle,
                Call.get("/v1/files/retrieve?file_id=" + Call.encoded(id)),
                answer ->
                        MinimaxWire.isNo(answer)
                                ? http.saysNoToPoll(answer)
                                : http.fetch(List.of(MinimaxWire.downloadUrl(answer)), ""));
    }

    /// Neither generation can stop what it began.
    @Override
    public Cancellation cancel(ProviderHandle handle) {
        return Cancellation.GOES_ON;
    }

    @Override
    public Optional<Instant> restingUntil() {
        return http.restingUntil();
    }
}
