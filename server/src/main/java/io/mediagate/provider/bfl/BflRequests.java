package io.mediagate.provider.bfl;

import io.mediagate.provider.Submission;
import io.mediagate.provider.http.VendorHttp;
import tools.jackson.databind.node.ObjectNode;

/// What the route mapped, as the API takes it: pictures by numbered names.
final class BflRequests {
    /// The member of the mapped input with the links to the caller's pictures.
    private static final String PICTURES = "input_images";

    private BflRequests() {}

    static ObjectNode body(Submission submission, VendorHttp http) throws InterruptedException {
        var body = submission.input().deepCopy();
        var pictures = body.remove(PICTURES);
        if (pictures != null) {
            int number = 1;
            for (var picture : pictures) {
                var name = number == 1 ? "input_image" : "input_image_" + number;
                body.put(name, picture(picture.asString(), http));
                number++;
            }
        }
        return body;
    }

    /// They fetch links, and take bytes as base64 without the beginning of a `data:` link.
    private static String picture(String link, VendorHttp http) throws InterruptedException {
        return link.startsWith("data:") ? http.input(link).base64() : link;
    }
}
