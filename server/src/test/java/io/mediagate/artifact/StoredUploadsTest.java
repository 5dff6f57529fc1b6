package io.mediagate.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediagate.account.Scope;
import io.mediagate.artifact.Uploads.Incoming;
import io.mediagate.artifact.Uploads.Why;
import io.mediagate.error.Problem;
import io.mediagate.storage.Database;
import io.mediagate.storage.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredUploadsTest {
    private static final Media PICTURE =
            new Media(
                    "image/png",
                    "png",
                    OptionalInt.of(3),
                    OptionalInt.of(2),
                    OptionalDouble.empty());
    private static final Scope MINE = new Scope("ws_mine", true);

    @TempDir Path folder;
    private final Database database = Database.open(TestDatabase.address(), 4);
    private Scratch scratch;
    private Depot depot;
    private Instant now = Instant.parse("2026-11-23T08:00:00Z");
    private int number;

    @BeforeEach
    void open() {
        scratch = Scratch.fresh(folder.resolve("scratch"));
        depot = new DiskDepot(folder.resolve("depot"));
        database.run(tx ->
                tx.execute(
                        "INSERT INTO workspace (id, name, created_at) VALUES ('ws_mine', 'm', now())"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private StoredUploads uploads(long quota) {
        var keeping =
                new Keeping(
                        Duration.ofDays(30),
                        Optional.of(Duration.ofDays(7)),
                        quota == 0 ? OptionalLong.empty() : OptionalLong.of(quota));
        return new StoredUploads(database, depot, keeping, () -> now);
    }

    private Incoming incoming(int size) throws IOException {
        var received =
                scratch.receive(new ByteArrayInputStream(new byte[size]), size).orElseThrow();
        return new Incoming(
                "file_01KC0000000000000000000%03d".formatted(++number), received, PICTURE);
    }

    private List<String> audit() {
        return database.with(handle ->
                handle.createQuery(
                                "SELECT actor || ' ' || action || ' ' || subject FROM audit ORDER BY id")
                        .mapTo(String.class)
                        .list());
    }

    private boolean isThere(String id) throws IOException {
        try (var content = depot.open(MINE.workspaceId(), id).orElse(null)) {
            return content != null;
        }
    }

    @Test
    void keepsAFileForItsScopeOnly() throws Exception {
        var uploads = uploads(0);

        var kept = uploads.keep(MINE, incoming(9));

        assertThat(uploads.find(MINE, kept.file().id())).contains(kept);
        assertThat(uploads.find(new Scope("ws_mine", false), kept.file().id())).isEmpty();
        assertThat(uploads.find(new Scope("ws_other", true), kept.file().id())).isEmpty();
        assertThat(kept.expiresAt()).isEqualTo(now.plus(Duration.ofDays(30)));
    }

    @Test
    void provesInTheAuditThatAFileWasDeleted() throws Exception {
        var uploads = uploads(0);
        var id = uploads.keep(MINE, incoming(9)).file().id();

        assertThat(uploads.delete(new Scope("ws_mine", false), id, Why.ASKED)).isFalse();
        assertThat(uploads.delete(MINE, id, Why.ASKED)).isTrue();
        assertThat(uploads.delete(MINE, id, Why.ASKED)).isFalse();

        assertThat(uploads.find(MINE, id)).isEmpty();
        assertThat(isThere(id)).isFalse();
        assertThat(audit()).containsExactly("the workspace file.delete " + id);
    }

    @Test
    void forgetsWhatWasNotUsed() throws Exception {
        var uploads = uploads(0);
        var id = uploads.keep(MINE, incoming(9)).file().id();

        assertThat(uploads.delete(MINE, id, Why.UNUSED)).isTrue();

        assertThat(isThere(id)).isFalse();
        assertThat(audit()).isEmpty();
    }

    @Test
    void deletesUploadsWhenTheirTimeIsOver() throws Exception {
        var uploads = uploads(0);
        var id = uploads.keep(MINE, incoming(9)).file().id();

        now = now.plus(Duration.ofDays(30).minusSeconds(1));
        uploads.expire();
        assertThat(isThere(id)).isTrue();
        now = now.plusSeconds(1);
        uploads.expire();
        uploads.expire();

        assertThat(isThere(id)).isFalse();
        assertThat(audit()).containsExactly("retention file.delete " + id);
    }

    @Test
    void deletesResultsByTheRetentionOfTheirWorkspace() throws Exception {
        var usual = result("ws_mine");
        database.run(tx ->
                tx.execute(
                        "INSERT INTO workspace (id, name, created_at, retention_seconds)"
                                + " VALUES ('ws_long', 'l', now(), 864000)"));
        var long_ = result("ws_long");

        now = now.plus(Duration.ofDays(7));
        uploads(0).expire();
        assertThat(audit()).containsExactly("retention file.delete " + usual);
        now = now.plus(Duration.ofDays(3));
        uploads(0).expire();

        assertThat(audit())
                .containsExactly(
                        "retention file.delete " + usual, "retention file.delete " + long_);
    }

    private String result(String workspace) throws IOException {
        var incoming = incoming(5);
        depot.put(workspace, incoming.file(), incoming.received().path());
        database.run(tx ->
                tx.createUpdate(
                                """
                                INSERT INTO file (workspace_id, id, generation_id, livemode, name,
                                    content_type, size_bytes, created_at)
                                VALUES (:workspace, :id, 'gen_1', true, 'a.png', 'image/png', 5, :now)
                                """)
                        .bind("workspace", workspace)
                        .bind("id", incoming.id())
                        .bind("now", now.atOffset(java.time.ZoneOffset.UTC))
                        .execute());
        return incoming.id();
    }

    @Test
    void takesNoMoreThanTheQuota() throws Exception {
        var uploads = uploads(100);
        var id = uploads.keep(MINE, incoming(60)).file().id();

        var more = incoming(41);
        assertThatThrownBy(() -> uploads.keep(MINE, more))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(413));
        uploads.delete(MINE, id, Why.ASKED);
        uploads.keep(MINE, more);
    }

    @Test
    void saysThatThereIsNoRoomWhenTheDiskIsFull() throws Exception {
        depot = new FullDepot(depot);
        var uploads = uploads(0);
        var incoming = incoming(9);

        assertThatThrownBy(() -> uploads.keep(MINE, incoming))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> {
                            assertThat(problem.status()).isEqualTo(503);
                            assertThat(problem.retryAfter()).isPresent();
                            assertThat(problem.message()).contains("no room");
                        });
        assertThat(uploads.find(MINE, incoming.id())).isEmpty();
    }

    private record FullDepot(Depot real) implements Depot {
        @Override
        public void put(String workspaceId, StoredFile file, Path from) {
            throw new UncheckedIOException(new IOException("No space left on device"));
        }

        @Override
        public void put(String workspaceId, StoredFile file, byte[] bytes) {
            throw new UncheckedIOException(new IOException("No space left on device"));
        }

        @Override
        public Optional<SeekableByteChannel> open(String workspaceId, String fileId) {
            return real.open(workspaceId, fileId);
        }

        @Override
        public void delete(String workspaceId, String fileId) {
            real.delete(workspaceId, fileId);
        }

        @Override
        public Optional<URI> direct(String workspaceId, StoredFile file, Duration holds) {
            return Optional.empty();
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
