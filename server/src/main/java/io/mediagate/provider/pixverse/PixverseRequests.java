package io.mediagate.provider.pixverse;

import io.mediagate.provider.Submission;
import io.mediagate.provider.http.Call;
import io.mediagate.provider.http.InputFile;
import io.mediagate.provider.http.Multipart;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/// What a video is asked for with.
final class PixverseRequests {
    private static final String ROOT = "/openapi/v2/";

    /// Members in which a route puts links, and the kind of file that their ids are of.
    static final Map<String, Upload> UPLOADS =
            Map.of(
                    "img_id", Upload.IMAGE,
                    "first_frame_img", Upload.IMAGE,
                    "last_frame_img", Upload.IMAGE,
                    "video_media_id", Upload.MEDIA,
                    "audio_media_id", Upload.MEDIA);

    /// Where files go: the path, the member of the form and the name of the id that comes back.
    enum Upload {
        IMAGE("image/upload", "image", "img_id"),
        MEDIA("media/upload", "file", "media_id");

        private final String path;
        private final String member;
        private final String id;

        Upload(String path, String member, String id) {
            this.path = path;
            this.member = member;
            this.id = id;
        }

        Call of(InputFile file) {
            var form = new Multipart().file(member, file);
            return Call.post(ROOT + path, form).header("Ai-Trace-Id", UUID.randomUUID().toString());
        }

        String id() {
            return id;
        }
    }

    private PixverseRequests() {}

    static String path(Submission submission) {
        return ROOT + submission.model();
    }

    static Call result(String video) {
        return Call.get(ROOT + "video/result/" + video)
                .header("Ai-Trace-Id", UUID.randomUUID().toString());
    }

    /// The same for the same attempt, on any node and for ever: by it a second request makes nothing.
    static String traceId(Submission submission) {
        var name = submission.generationId() + "/" + submission.attempt();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
