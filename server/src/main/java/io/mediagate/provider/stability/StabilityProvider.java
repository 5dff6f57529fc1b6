package io.mediagate.provider.stability;

import io.mediagate.egress.HttpAnswer;
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
import io.mediagate.provider.http.Pace;
import io.mediagate.provider.http.Vendor;
import io.mediagate.provider.http.VendorHandle;
import io.mediagate.provider.http.VendorHttp;
import io.mediagate.provider.http.VendorProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The v2beta routes (platform.stability.ai/docs/api-reference). There is nothing to cancel by.
public final class StabilityProvider implements Provider {
    private static final String NAME = "stability";
    private static final String ID = "id";

    /// Its documents ask for no more than one poll in 10 seconds.
    private static final Duration AGAIN = Duration.ofSeconds(10);

    /// 150 requests in 10 seconds, and then nothing for a minute, by its documents; we stay below.
    private static final int CALLS = 140;

    /// For the gateway's list.
    public static final Vendor VENDOR =
            new Vendor(
                    VendorProfile.bearer(NAME, StabilityFailures.RULES, "api.stability.ai")
                            .at(new Pace(CALLS, Duration.ofSeconds(10))),
                    http -> new OneAtATime(new StabilityProvider(http)));

    private final VendorHttp http;
    private final StabilityRequests requests;

    private StabilityProvider(VendorHttp http) {
        this.http = http;
        this.requests = new StabilityRequests(http);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SubmissionAnswer submit(Submission submission) throws InterruptedException {
        return http.submit(submission, _ -> requests.form(submission), StabilityProvider::made);
    }

    private static SubmissionAnswer made(Key key, HttpAnswer answer) {
        if (StabilityWire.isForLater(answer)) {
            return new SubmissionAnswer.Accepted(
                    VendorHandle.of(key).with(ID, StabilityWire.id(answer)).stored());
        }
        return StabilityWire.isFiltered(answer)
                ? VendorHttp.spoiled(FailureKind.CONTENT, answer)
                : new SubmissionAnswer.Finished(new Output(StabilityWire.files(answer), ""));
    }

    @Override
    public Progress poll(ProviderHandle stored) throws InterruptedException {
        var handle = VendorHandle.of(stored);
        var path = "/v2beta/results/" + Call.encoded(handle.member(ID));
        var call = Call.get(path).header("Accept", "application/json");
        return http.poll(
                handle,
                call,
                answer -> {
                    if (StabilityWire.isForLater(answer)) {
                        return VendorHttp.running(AGAIN);
                    }
                    return StabilityWire.isFiltered(answer)
                            ? VendorHttp.failed(FailureKind.CONTENT, answer)
                            : new Progress.Succeeded(new Output(StabilityWire.files(answer), ""));
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
