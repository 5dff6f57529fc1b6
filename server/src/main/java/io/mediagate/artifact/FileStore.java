package io.mediagate.artifact;

import io.mediagate.account.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/// The rows of files: whose they are, how long they are kept, that they are deleted.
final class FileStore {

    /// A file to delete.
    record Doomed(String workspaceId, String id) {}

    void insertUpload(Handle tx, Scope scope, Upload upload) {
        var file = upload.file();
        var media = file.media();
        tx.createUpdate(
                        """
                        INSERT INTO file (workspace_id, id, livemode, kind, name, content_type, extension,
                            width, height, duration_seconds, size_bytes, digest, created_at, expires_at)
                        VALUES (:workspace, :id, :live, 'upload', :name, :type, :extension,
                            :width, :height, :duration, :size, :digest, :created, :expires)
                        """)
                .bind("workspace", scope.workspaceId())
                .bind("id", file.id())
                .bind("live", scope.livemode())
                .bind("name", file.name())
                .bind("type", media.contentType())
                .bind("extension", media.extension())
                .bind("width", boxed(media.width()))
                .bind("height", boxed(media.height()))
                .bind("duration", boxed(media.durationSeconds()))
                .bind("size", file.sizeBytes())
                .bind("digest", upload.digest())
                .bind("created", upload.createdAt().atOffset(ZoneOffset.UTC))
                .bind("expires", upload.expiresAt().atOffset(ZoneOffset.UTC))
                .execute();
    }

    private static Optional<Integer> boxed(OptionalInt number) {
        return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
    }

    private static Optional<Double> boxed(OptionalDouble number) {
        return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
    }

    Optional<Upload> findUpload(Handle handle, Scope scope, String id) {
        return handle.createQuery(
                        """
                        SELECT * FROM file
                         WHERE workspace_id = :workspace AND id = :id AND livemode = :live
                           AND kind = 'upload' AND deleted_at IS NULL
                        """)
                .bind("workspace", scope.workspaceId())
                .bind("id", id)
                .bind("live", scope.livemode())
                .map((rs, _) -> upload(rs))
                .findOne();
    }

    private static Upload upload(ResultSet rs) throws SQLException {
        int width = rs.getInt("width");
        var w = rs.wasNull() ? OptionalInt.empty() : OptionalInt.of(width);
        int height = rs.getInt("height");
        var h = rs.wasNull() ? OptionalInt.empty() : OptionalInt.of(height);
        double duration = rs.getDouble("duration_seconds");
        var d = rs.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(duration);
        var media = new Media(rs.getString("content_type"), rs.getString("extension"), w, h, d);
        return new Upload(
                new StoredFile(
                        rs.getString("id"), rs.getString("name"), rs.getLong("size_bytes"), media),
                rs.getString("digest"),
                instant(rs, "created_at"),
                instant(rs, "expires_at"));
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        return rs.getObject(column, OffsetDateTime.class).toInstant();
    }

    /// The file and its previews, as far as they are there and of that scope.
    List<Doomed> family(Handle tx, Scope scope, String id) {
        return tx.createQuery(
                        """
                        SELECT workspace_id, id FROM file
                         WHERE workspace_id = :workspace AND livemode = :live
                           AND (id = :id OR preview_of = :id) AND deleted_at IS NULL
                           FOR UPDATE
                        """)
                .bind("workspace", scope.workspaceId())
                .bind("live", scope.livemode())
                .bind("id", id)
                .map((rs, _) -> new Doomed(rs.getString(1), rs.getString(2)))
                .list();
    }

    /// Those whose time is over. Another node's are passed by: it is about to delete them.
    ///
    /// @param standard how long results are kept where a workspace says nothing; empty: for ever
    List<Doomed> expired(Handle tx, Instant now, Optional<java.time.Duration> standard, int most) {
        return tx.createQuery(
                        """
                        SELECT f.workspace_id, f.id FROM file f
                         WHERE f.deleted_at IS NULL AND f.expires_at <= :now
                        UNION ALL
                        SELECT f.workspace_id, f.id
                          FROM file f JOIN workspace w ON w.id = f.workspace_id
                         WHERE f.deleted_at IS NULL AND f.kind <> 'upload'
                           AND coalesce(w.retention_seconds, :standard) IS NOT NULL
                           AND f.created_at <= :now - make_interval(secs => (
                                   SELECT min(coalesce(retention_seconds, :standard))
                                     FROM workspace))
                           AND f.created_at <= :now - make_interval(
                                   secs => coalesce(w.retention_seconds, :standard))
                         LIMIT :most
                        """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("standard", standard.map(java.time.Duration::toSeconds))
                .bind("most", most)
                .map((rs, _) -> new Doomed(rs.getString(1), rs.getString(2)))
                .list();
    }

    /// Marks it deleted and says so in the audit. False: somebody else was first.
    boolean markDeleted(Handle tx, Doomed file, Instant now, Uploads.Why why) {
        boolean marked =
                tx.createUpdate(
                                        """
                                        UPDATE file SET deleted_at = :now
                                         WHERE workspace_id = :workspace AND id = :id
                                           AND deleted_at IS NULL
                                        """)
                                .bind("now", now.atOffset(ZoneOffset.UTC))
                                .bind("workspace", file.workspaceId())
                                .bind("id", file.id())
                                .execute()
                        == 1;
        if (marked) {
            tx.createUpdate(
                            """
                            INSERT INTO audit (workspace_id, at, actor, action, subject, detail)
                            SELECT workspace_id, :now, :actor, 'file.delete', id,
                                   json_build_object('kind', kind, 'size_bytes', size_bytes,
                                       'generation_id', generation_id, 'digest', digest)
                              FROM file WHERE workspace_id = :workspace AND id = :id
                            """)
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .bind("actor", why == Uploads.Why.EXPIRED ? "retention" : "the workspace")
                    .bind("workspace", file.workspaceId())
                    .bind("id", file.id())
                    .execute();
        }
        return marked;
    }

    /// Forgets an upload that nothing was accepted for.
    void forget(Handle tx, Doomed file) {
        tx.createUpdate(
                        "DELETE FROM file WHERE workspace_id = :workspace AND id = :id AND kind = 'upload'")
                .bind("workspace", file.workspaceId())
                .bind("id", file.id())
                .execute();
    }

    /// How many bytes a workspace's files may take; empty where it says nothing of its own.
    Optional<Long> quota(Handle handle, String workspaceId) {
        return handle.createQuery(
                        "SELECT quota_bytes FROM workspace WHERE id = :workspace AND quota_bytes > 0")
                .bind("workspace", workspaceId)
                .mapTo(Long.class)
                .findOne();
    }

    /// How many bytes they take. Looks at each of them.
    long taken(Handle handle, String workspaceId) {
        return handle.createQuery(
                        """
                        SELECT coalesce(sum(size_bytes), 0) FROM file
                         WHERE workspace_id = :workspace AND deleted_at IS NULL
                        """)
                .bind("workspace", workspaceId)
                .mapTo(Long.class)
                .one();
    }
}
