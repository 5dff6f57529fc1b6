package io.mediagate.api;

import com.github.f4b6a3.ulid.UlidCreator;
import io.helidon.http.HeaderNames;
import io.mediagate.api.Form.Part;
import io.mediagate.artifact.Inspector;
import io.mediagate.artifact.Upload;
import io.mediagate.artifact.Uploads.Incoming;
import io.mediagate.artifact.Uploads.Why;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.error.Problem.Detail;
import java.util.List;

/// Files that are sent once and used often.
final class UploadRoutes implements Routes {
    private static final String FIELD = "file";

    private final Intake intake;
    private final HttpApi.Files files;
    private final GenerationAnswers answers;

    UploadRoutes(HttpApi.Files files, GenerationAnswers answers) {
        this.files = files;
        this.intake = files.intake();
        this.answers = answers;
    }

    @Override
    public void addTo(Router router) {
        router.on("POST", Router.VERSIONED, "/files", this::create)
                .on("GET", Router.VERSIONED, "/files/{id}", this::read)
                .on("DELETE", Router.VERSIONED, "/files/{id}", this::delete);
    }

    private void create(Exchange exchange) {
        var scope = exchange.caller().scope();
        if (!FormReader.isForm(exchange)) {
            throw Problem.of(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send the file as multipart/form-data, in the field file: curl -F file=@picture.png.");
        }
        var incoming = incoming(exchange.body().form(exchange));
        exchange.attachments().want(incoming);
        exchange.attachments().store(intake.uploads(), scope);
        var upload = intake.uploads().find(scope, incoming.id()).orElseThrow(UploadRoutes::none);
        exchange.set(HeaderNames.LOCATION, "/api/v1/files/" + incoming.id());
        exchange.answerJson(201, json(exchange, upload));
    }

    private Incoming incoming(Form form) {
        if (!(form.parts().size() == 1
                && form.parts().getFirst() instanceof Part.File file
                && file.name().equals(FIELD))) {
            throw Problem.of(
                    ErrorCode.INVALID_REQUEST,
                    "The form must have one file, in the field file, and nothing else.");
        }
        return switch (intake.inspector().inspect(file.received().path())) {
            case Inspector.Verdict.Fine(var media) ->
                    new Incoming("file_" + UlidCreator.getUlid(), file.received(), media);
            case Inspector.Verdict.Refused(var why) -> {
                var fault = new Detail("/" + FIELD, why);
                throw Problem.of(ErrorCode.INVALID_REQUEST, FileFaults.message(List.of(fault)))
                        .withDetails(List.of(fault));
            }
        };
    }

    private void read(Exchange exchange) {
        var scope = exchange.caller().scope();
        var upload =
                intake.uploads().find(scope, exchange.parameter(0)).orElseThrow(UploadRoutes::none);
        exchange.answerJson(200, json(exchange, upload));
    }

    private void delete(Exchange exchange) {
        var scope = exchange.caller().scope();
        if (!intake.uploads().delete(scope, exchange.parameter(0), Why.ASKED)) {
            throw none();
        }
        exchange.answerEmpty(204);
    }

    private static Problem none() {
        return Problem.of(ErrorCode.NOT_FOUND, "There is no such file.");
    }

    private StringBuilder json(Exchange exchange, Upload upload) {
        var file = upload.file();
        var scope = exchange.caller().scope();
        var url = answers.base(exchange) + files.links().sign(scope.workspaceId(), file);
        var out = new StringBuilder(512).append("{\"id\":");
        Json.string(out, file.id()).append(",\"url\":");
        Json.string(out, url).append(",\"file_name\":");
        Json.string(out, file.name()).append(",\"content_type\":");
        Json.string(out, file.media().contentType()).append(",\"size_bytes\":");
        out.append(file.sizeBytes()).append(",\"width\":");
        Json.number(out, file.media().width()).append(",\"height\":");
        Json.number(out, file.media().height()).append(",\"duration\":");
        Json.seconds(out, file.media().durationSeconds()).append(",\"sha256\":");
        Json.string(out, upload.digest()).append(",\"livemode\":");
        out.append(scope.livemode()).append(",\"created_at\":");
        Json.time(out, upload.createdAt()).append(",\"expires_at\":");
        return Json.time(out, upload.expiresAt()).append('}');
    }
}
