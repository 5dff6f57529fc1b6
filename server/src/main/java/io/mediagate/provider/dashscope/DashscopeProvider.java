package io.mediagate.provider.dashscope;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.http.Call;
import io.mediagate.provider.http.Key;
import io.mediagate.provider.http.OneAtATime;
import io.mediagate.provider.http.Unreadable;
import io.mediagate.provider.http.Vendor;
import io.mediagate.provider.http.VendorHandle;
import io.mediagate.provider.http.VendorHttp;
import io.mediagate.provider.http.VendorProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Submits tasks or calls, follows tasks (alibabacloud.com/help/en/model-studio, "API reference").
public final class DashscopeProvider implements Provider {
    private static final String NAME = "dashscope";

    /// Results may be asked for twenty times a second in all.
    private static final Duration AGAIN = Duration.ofSeconds(5);

    /// Where a task is asked after.
    private static final String TASK = "task";

    /// For the gateway's list.
    public static final Vendor VENDOR =
            new Vendor(
                    VendorProfile.bearer(NAME, DashscopeFailures.RULES),
                    http -> new OneAtATime(new DashscopeProvider(http)));

    private final VendorHttp http;

    private DashscopeProvider(VendorHttp http) {
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
                _ -> DashscopeRequests.call(submission),
                (key, answer) ->
                        DashscopeWire.hasError(answer)
                                ? http.saysNo(answer)
                                : DashscopeRequests.isTask(submission)
                                        ? accepted(key, answer)
                                        : made(key, answer));
    }

    private static SubmissionAnswer accepted(Key key, HttpAnswer answer) {
        return new SubmissionAnswer.Accepted(
                VendorHandle.of(key).with(TASK, DashscopeWire.task(answer)).stored());
    }

    private static SubmissionAnswer made(Key key, HttpAnswer answer) {
        var links = DashscopeWire.links(answer);
        if (links.isEmpty()) {
            throw new Unreadable("a yes without a link");
        }
        return new SubmissionAnswer.Accepted(VendorHandle.of(key).withLinks(links).stored());
    }

    @Override
    public Progress poll(ProviderHandle stored) throws InterruptedException {
        var handle = VendorHandle.of(stored);
        if (!handle.links().isEmpty()) {
            return http.fetch(handle.links(), "");
        }
        return http.poll(
                handle,
                Call.get(handle.member(TASK)),
                answer ->
                        switch (DashscopeWire.state(answer)) {
                            case "SUCCEEDED" -> result(answer);
                            case "FAILED", "CANCELED", "UNKNOWN" -> http.failed(answer);
                            // A state of no name that we know is one that still runs.
                            default -> VendorHttp.running(AGAIN);
                        });
    }

    /// All of them or none: one of the results may be a refusal.
    private Progress result(HttpAnswer answer) throws InterruptedException {
        var links = DashscopeWire.links(answer);
        return DashscopeWire.hasError(answer) || links.isEmpty()
                ? http.failed(answer)
                : http.fetch(links, DashscopeWire.actualPrompt(answer));
    }

    /// Only what waits can be stopped; otherwise it says no with a status.
    @Override
    public Cancellation cancel(ProviderHandle stored) throws InterruptedException {
        var handle = VendorHandle.of(stored);
        if (!handle.links().isEmpty()) {
            return Cancellation.GOES_ON;
        }
        return http.cancel(
                handle,
                Call.bare("POST", handle.member(TASK) + "/cancel"),
                (_, answer) ->
                        DashscopeWire.hasError(answer)
                                ? Cancellation.GOES_ON
                                : Cancellation.STOPPED);
    }

    @Override
    public Optional<Instant> restingUntil() {
        return http.restingUntil();
    }
}
