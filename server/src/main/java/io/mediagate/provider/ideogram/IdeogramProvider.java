package io.mediagate.provider.ideogram;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.http.Call;
import io.mediagate.provider.http.FailureKind;
import io.mediagate.provider.http.JsonAnswer;
import io.mediagate.provider.http.Key;
import io.mediagate.provider.http.Multipart;
import io.mediagate.provider.http.Unreadable;
import io.mediagate.provider.http.Vendor;
import io.mediagate.provider.http.VendorHandle;
import io.mediagate.provider.http.VendorHttp;
import io.mediagate.provider.http.VendorProfile;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Forms to be answered with links (developer.ideogram.ai/api-reference). A model is the end of the path, such
/// as `ideogram-v3/generate`.
public final class IdeogramProvider implements Provider {
    private static final String NAME = "ideogram";

    /// The member of a route's input that is a link and of the form that is a file.
    private static final String IMAGE = "image";

    /// For the gateway's list.
    public static final Vendor VENDOR =
            new Vendor(
                    VendorProfile.bearer(NAME, IdeogramFailures.RULES, "ideogram.ai")
                            .showing(key -> Map.of("Api-Key", key.value())),
                    IdeogramProvider::new);

    private final VendorHttp http;

    private IdeogramProvider(VendorHttp http) {
        this.http = http;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SubmissionAnswer submit(Submission submission) throws InterruptedException {
        return http.submit(submission, _ -> form(submission), this::made);
    }

    private Call form(Submission submission) throws InterruptedException {
        var form = new Multipart();
        for (var member : submission.input().properties()) {
            var value = member.getValue().asString();
            if (member.getKey().equals(IMAGE)) {
                form.file(IMAGE, http.input(value));
            } else {
                form.text(member.getKey(), value);
            }
        }
        return Call.post("/v1/" + submission.model(), form);
    }

    /// All or nothing: a picture that is not safe comes without a link, and is billed.
    private SubmissionAnswer made(Key key, HttpAnswer answer) {
        var json = JsonAnswer.of(answer);
        var data = json.json().path("data");
        if (!data.isArray()) {
            throw new Unreadable("an answer without data");
        }
        if (data.valueStream().anyMatch(item -> !item.path("is_image_safe").asBoolean(true))) {
            return VendorHttp.spoiled(FailureKind.CONTENT, answer);
        }
        var links = json.texts("/data", "/url");
        return links.isEmpty()
                ? http.rejected(answer)
                : new SubmissionAnswer.Accepted(VendorHandle.of(key).withLinks(links).stored());
    }

    /// Fetches what was made at once: the links are stored, so a restart loses nothing that was billed.
    @Override
    public Progress poll(ProviderHandle stored) throws InterruptedException {
        return http.fetch(VendorHandle.of(stored).links(), "");
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
