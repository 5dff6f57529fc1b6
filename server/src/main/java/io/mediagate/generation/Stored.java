package io.mediagate.generation;

import io.mediagate.account.Scope;
import io.mediagate.artifact.Media;
import io.mediagate.artifact.StoredFile;
import io.mediagate.credits.Credits;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Family;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How a generation is written into its row and read back.
final class Stored {

    private static final JsonMapper JSON = JsonMapper.shared();

    private Stored() {}

    /// The columns that `generation` needs.
    static final String COLUMNS =
            """
            g.workspace_id, g.livemode, g.id, g.model, g.family, g.input, g.state, g.sequence,
            g.from_subscription, g.from_permanent, g.progress, g.created_at, g.started_at,
            g.finished_at, g.result, g.code, g.message,
            g.retry_after_seconds\
            """;

    static Generation generation(ResultSet rs) throws SQLException {
        var code = rs.getString("code");
        var result = rs.getString("result");
        int progress = rs.getInt("progress");
        var percent = rs.wasNull() ? OptionalInt.empty() : OptionalInt.of(progress);
        return new Generation(
                new Scope(rs.getString("workspace_id"), rs.getBoolean("livemode")),
                rs.getString("id"),
                rs.getString("model"),
                Family.valueOf(rs.getString("family")),
                rs.getString("input"),
                State.ofColumn(rs.getString("state")),
                rs.getLong("sequence"),
                price(rs),
                percent,
                instant(rs, "created_at").orElseThrow(),
                instant(rs, "started_at"),
                instant(rs, "finished_at"),
                result == null ? Optional.empty() : Optional.of(result(result)),
                code == null ? Optional.empty() : Optional.of(failure(code, rs)));
    }

    private static Failure failure(String code, ResultSet rs) throws SQLException {
        long seconds = rs.getLong("retry_after_seconds");
        Optional<Duration> retryAfter =
                rs.wasNull() ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
        return new Failure(ErrorCode.valueOf(code), rs.getString("message"), retryAfter);
    }

    /// A lease, of a row that also has `lease`, `deadline_at` and `trace`.
    static Lease lease(ResultSet rs) throws SQLException {
        return new Lease(
                generation(rs),
                rs.getLong("lease"),
                instant(rs, "deadline_at").orElseThrow(),
                Optional.ofNullable(rs.getString("trace")).orElse(""));
    }

    private static Usage price(ResultSet rs) throws SQLException {
        return new Usage(
                new Credits(rs.getLong("from_subscription")),
                new Credits(rs.getLong("from_permanent")));
    }

    static Optional<Instant> instant(ResultSet rs, String column) throws SQLException {
        return Optional.ofNullable(rs.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    static String json(Result result) {
        var json = JSON.createObjectNode();
        json.put("actual_prompt", result.actualPrompt());
        var files = json.putArray("files");
        for (var file : result.files()) {
            var media = file.media();
            var node = files.addObject();
            node.put("id", file.id());
            node.put("name", file.name());
            node.put("size_bytes", file.sizeBytes());
            node.put("content_type", media.contentType());
            node.put("extension", media.extension());
            media.width().ifPresent(width -> node.put("width", width));
            media.height().ifPresent(height -> node.put("height", height));
            media.durationSeconds().ifPresent(s -> node.put("duration_seconds", s));
        }
        return json.toString();
    }

    private static Result result(String text) {
        var json = JSON.readTree(text);
        var files = new ArrayList<StoredFile>();
        for (var node : json.get("files")) {
            files.add(
                    new StoredFile(
                            node.get("id").stringValue(),
                            node.get("name").stringValue(),
                            node.get("size_bytes").longValue(),
                            media(node)));
        }
        return new Result(json.get("actual_prompt").stringValue(), files);
    }

    private static Media media(JsonNode node) {
        return new Media(
                node.get("content_type").stringValue(),
                node.get("extension").stringValue(),
                number(node, "width"),
                number(node, "height"),
                node.has("duration_seconds")
                        ? OptionalDouble.of(node.get("duration_seconds").doubleValue())
                        : OptionalDouble.empty());
    }

    private static OptionalInt number(JsonNode node, String name) {
        return node.has(name) ? OptionalInt.of(node.get(name).intValue()) : OptionalInt.empty();
    }
}
