package io.mediagate.api;

import io.mediagate.artifact.FileReference;
import io.mediagate.artifact.Links;
import io.mediagate.artifact.StoredFile;
import io.mediagate.credits.Credits;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.generation.Failure;
import io.mediagate.generation.Generation;
import io.mediagate.generation.Result;
import io.mediagate.generation.State;
import io.mediagate.generation.Usage;
import java.util.List;

/// The public generation object, written straight to text. `id` and `status` come first, and nothing
/// before them is called so: published clients search the text for the first.
public final class GenerationJson {

    private static final String FILES = "/api/v1/files/";

    private final Links links;

    public GenerationJson(Links links) {
        this.links = links;
    }

    /// Where our files are served by a gateway that is reached there.
    ///
    /// @param origin such as `http://127.0.0.1:8080`
    public static String filesAt(String origin) {
        return origin + FILES;
    }

    /// How callers spell a state.
    public static String status(State state) {
        return switch (state) {
            case QUEUED -> "IN_QUEUE";
            case RUNNING -> "IN_PROGRESS";
            case SUCCEEDED -> "COMPLETED";
            case FAILED -> "FAILED";
            case CANCELED -> "CANCELED";
        };
    }

    /// The state that callers spell so.
    static State state(String status) {
        for (var state : State.values()) {
            if (status(state).equals(status)) {
                return state;
            }
        }
        throw Problem.of(
                ErrorCode.INVALID_REQUEST,
                "status must be one of IN_QUEUE, IN_PROGRESS, COMPLETED, FAILED and CANCELED.");
    }

    /// Writes the object.
    ///
    /// @param base where our files are served, such as `http://127.0.0.1:8080/api/v1/files/`
    public StringBuilder write(StringBuilder out, Generation generation, String base) {
        out.append("{\"id\":");
        Json.string(out, generation.id()).append(",\"status\":\"");
        out.append(status(generation.state())).append("\",\"model\":");
        Json.string(out, generation.model()).append(",\"input\":");
        out.append(
                FileReference.shown(
                        generation.input(), links, generation.scope().workspaceId(), base));
        out.append(",\"data\":");
        writeResult(out, generation, base);
        out.append(",\"usage\":");
        usage(out, generation.usage()).append(",\"progress\":");
        Json.number(out, generation.progress()).append(",\"livemode\":");
        out.append(generation.scope().livemode()).append(",\"created_at\":");
        Json.time(out, generation.createdAt()).append(",\"started_at\":");
        Json.time(out, generation.startedAt().orElse(null)).append(",\"finished_at\":");
        Json.time(out, generation.finishedAt().orElse(null));
        generation.failure().ifPresent(failure -> writeFailure(out, generation, failure));
        return out.append('}');
    }

    /// Writes `{"total","subscription","permanent"}`.
    static StringBuilder usage(StringBuilder out, Usage usage) {
        return usage(out, usage.total(), usage.subscription(), usage.permanent()).append('}');
    }

    /// Writes the same, still open.
    static StringBuilder usage(
            StringBuilder out, Credits total, Credits subscription, Credits permanent) {
        return out.append("{\"total\":")
                .append(total.amount())
                .append(",\"subscription\":")
                .append(subscription.amount())
                .append(",\"permanent\":")
                .append(permanent.amount());
    }

    private static void writeFailure(StringBuilder out, Generation generation, Failure failure) {
        out.append(",\"code\":");
        Json.string(out, failure.code().in(generation.family())).append(",\"message\":");
        Json.string(out, failure.message());
    }

    private void writeResult(StringBuilder out, Generation generation, String base) {
        if (generation.result().isEmpty()) {
            out.append("null");
            return;
        }
        var result = generation.result().get();
        var type = generation.family().resultType();
        out.append("{\"type\":\"").append(type).append('"');
        if (type.equals("image")) {
            writePrompt(out, result);
        }
        out.append(",\"").append(type).append("s\":[");
        var first = "";
        for (var file : result.files()) {
            int from = out.length();
            writeFile(out, generation, file, base);
            if (first.isEmpty()) {
                first = out.substring(from);
            }
            out.append(',');
        }
        out.setCharAt(out.length() - 1, ']');
        out.append(",\"").append(type).append("\":").append(first).append('}');
    }

    private static void writePrompt(StringBuilder out, Result result) {
        out.append(",\"n\":").append(result.files().size()).append(",\"actual_prompt\":");
        Json.string(out, result.actualPrompt().isEmpty() ? null : result.actualPrompt());
    }

    private void writeFile(StringBuilder out, Generation generation, StoredFile file, String base) {
        var media = file.media();
        out.append("{\"url\":");
        Json.string(out, base + links.sign(generation.scope().workspaceId(), file));
        out.append(",\"file_name\":");
        Json.string(out, file.name()).append(",\"content_type\":");
        Json.string(out, media.contentType());
        switch (generation.family()) {
            case IMAGE -> {
                writeSize(out, file);
                writePreview(out, ",\"thumbnail_url\":", generation, file, base);
            }
            case VIDEO -> {
                writeSize(out, file);
                Json.seconds(out.append(",\"duration\":"), media.durationSeconds());
                writePreview(out, ",\"poster_url\":", generation, file, base);
            }
            case TTS -> Json.seconds(out.append(",\"duration\":"), media.durationSeconds());
        }
        out.append('}');
    }

    private void writePreview(
            StringBuilder out, String member, Generation generation, StoredFile file, String base) {
        links.signPreview(generation.scope().workspaceId(), file)
                .ifPresent(link -> Json.string(out.append(member), base + link));
    }

    private static void writeSize(StringBuilder out, StoredFile file) {
        Json.number(out.append(",\"width\":"), file.media().width());
        Json.number(out.append(",\"height\":"), file.media().height());
    }

    /// Writes them as an array.
    StringBuilder writeAll(StringBuilder out, List<Generation> generations, String base) {
        out.append('[');
        var separator = "";
        for (var generation : generations) {
            write(out.append(separator), generation, base);
            separator = ",";
        }
        return out.append(']');
    }

    /// The address of one file.
    String link(Generation generation, StoredFile file, String base) {
        return base + links.sign(generation.scope().workspaceId(), file);
    }
}
