package io.mediagate.provider.stability;

import io.mediagate.provider.Submission;
import io.mediagate.provider.http.Call;
import io.mediagate.provider.http.Multipart;
import io.mediagate.provider.http.VendorHttp;
import java.util.Set;

/// A form of what a route has written; links in it become files.
final class StabilityRequests {
    /// Members of its forms that are files.
    private static final Set<String> FILES =
            Set.of(
                    "image",
                    "mask",
                    "subject_image",
                    "background_reference",
                    "init_image",
                    "style_image",
                    "audio");

    private final VendorHttp http;

    StabilityRequests(VendorHttp http) {
        this.http = http;
    }

    /// The model is the end of the path, such as `stable-image/generate/core`.
    Call form(Submission submission) throws InterruptedException {
        var form = new Multipart();
        for (var member : submission.input().properties()) {
            var value = member.getValue().asString();
            if (FILES.contains(member.getKey())) {
                form.file(member.getKey(), http.input(value));
            } else {
                form.text(member.getKey(), value);
            }
        }
        return Call.post("/v2beta/" + submission.model(), form)
                .header("Accept", "application/json");
    }
}
