package io.mediagate.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Concurrently;
import io.mediagate.Until;
import io.mediagate.fault.FileSender.Sent;
import io.mediagate.storage.Database;
import io.mediagate.storage.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway whose disk is full for real; only that of the stored files is with
/// `-Dmediagate.small_disk=data/artifacts`.
class FullDiskTest {

    private static final String SMALL = System.getProperty("mediagate.small_disk", "data");
    private static final int DISK_MIB = 16;
    private static final long MEBI = 1024 * 1024;
    private static final String PATIENT = "black-forest-labs/kontext";
    private static final String SHORT = "openai/gpt-image-2";

    @TempDir private Path folder;

    private final Database.Address address = TestDatabase.address();
    private final Database database = Database.open(address, 2);

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void refusesWhatItCannotKeepAndLosesNothing() throws Exception {
        var small = Files.createDirectories(folder.resolve(SMALL));
        try (var disk = SmallDisk.at(small, DISK_MIB);
                var gateway = start(disk);
                var client = new Client(gateway.awaitReady(), gateway.awaitKey())) {
            var first = send(gateway, 3);
            assertThat(first.status()).as(first.head()).isEqualTo(201);
            long credits = client.get("/api/v1/credits").json().path("total").asLong();
            long files = files(disk);

            disk.fill();
            refusesUploads(gateway);
            assertThat(files(disk)).isEqualTo(files);
            assertThat(digest(first)).isEqualTo(sender(3).digest());
            var late = create(client, SHORT);
            var patient = create(client, PATIENT);
            Until.holds("a deadline passes", () -> status(client, late).equals("FAILED"));
            assertThat(status(client, patient)).isEqualTo("IN_PROGRESS");
            assertThat(files(disk)).isEqualTo(files);
            disk.free();

            Until.holds("its result is stored", () -> status(client, patient).equals("COMPLETED"));
            var image = client.read(patient).json().path("data").path("image");
            assertThat(client.size(image.path("url").asString())).isPositive();
            new Invariants(database).theBooksBalance();
            assertThat(client.get("/api/v1/credits").json().path("total").asLong())
                    .as("only what was made is paid for")
                    .isEqualTo(credits - paidFor(patient));

            disk.fill();
            assertThat(send(gateway, 2).status()).isEqualTo(503);
            client.delete("/api/v1/files/" + first.json().path("id").asString());
            var next = send(gateway, 2);
            assertThat(next.status()).as(next.head()).isEqualTo(201);
            assertThat(digest(next)).isEqualTo(sender(2).digest());
        }
    }

    private void refusesUploads(GatewayProcess gateway) throws Exception {
        var refused = Concurrently.run(5, () -> send(gateway, 2));

        for (var answer : refused) {
            assertThat(answer.status()).as(answer.head()).isEqualTo(503);
            assertThat(answer.head()).containsPattern("(?i)\r\nretry-after: \\d+");
            assertThat(answer.json().path("code").asString()).isEqualTo("SERVICE_UNAVAILABLE");
            assertThat(answer.json().path("message").asString()).contains("no room for files");
        }
        assertThat(rows()).isEqualTo(1);
    }

    private GatewayProcess start(SmallDisk disk) throws IOException {
        var models = Files.createDirectory(folder.resolve("models"));
        Files.writeString(
                models.resolve("short.yaml"), "- {path: %s, deadline: 4s}".formatted(SHORT));
        return GatewayProcess.start(
                folder.resolve("data"),
                disk.before(),
                Map.of(
                        "DATABASE_URL",
                        TestDatabase.url(address),
                        "MEDIAGATE_DATABASE_CONNECTIONS",
                        "8",
                        "MEDIAGATE_CATALOG_FOLDER",
                        models.toString()),
                "--port",
                "0");
    }

    private static FileSender sender(int mib) {
        return new FileSender(mib * MEBI, mib);
    }

    private static Sent send(GatewayProcess gateway, int mib) throws Exception {
        return sender(mib).send(gateway.awaitReady(), gateway.awaitKey(), () -> {});
    }

    private static String digest(Sent sent) throws IOException {
        return FileSender.digestBehind(sent.json().path("url").asString());
    }

    private static String create(Client client, String model) throws Exception {
        var made = client.create(new Order(model, "{\"prompt\":\"a jug\"}"));
        assertThat(made.status()).as(made.http().body()).isEqualTo(202);
        return made.id();
    }

    private static String status(Client client, String id) throws Exception {
        return client.read(id).json().path("status").asString();
    }

    private long rows() {
        return new Invariants(database).count("SELECT count(*) FROM file WHERE kind = 'upload'");
    }

    private long paidFor(String id) {
        return new Invariants(database)
                .count(
                        "SELECT from_subscription + from_permanent FROM generation WHERE id = '%s'"
                                .formatted(id));
    }

    /// All files on the small disk but that which fills it.
    private static long files(SmallDisk disk) {
        try (var all = Files.walk(disk.folder())) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("filler"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
