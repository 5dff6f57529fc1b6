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
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A hundred callers who send a file at once, to a gateway whose heap would not hold what they bring. Larger
/// by `-Dmediagate.upload.mib=100 -Dmediagate.upload.heap=512m`.
class ManyUploadsTest {

    private static final int CALLERS = 100;
    private static final long MEBI = 1024 * 1024;
    private static final long MIB = Long.getLong("mediagate.upload.mib", 2);
    private static final String HEAP = System.getProperty("mediagate.upload.heap", "72m");

    private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->");

    @TempDir private static Path folder;

    private static Database database;
    private static GatewayProcess gateway;
    private static Path data;
    private static String key;

    @BeforeAll
    static void start() {
        var address = TestDatabase.address();
        data = folder.resolve("data");
        // This variable, of all, counts more than the options on the command line.
        var options =
                "-Xmx%s -XX:TieredStopAtLevel=4 -Xlog:gc:file=%s"
                        .formatted(HEAP, folder.resolve("gc.log"));
        gateway =
                GatewayProcess.start(
                        data,
                        Map.of(
                                "DATABASE_URL",
                                TestDatabase.url(address),
                                "_JAVA_OPTIONS",
                                options,
                                "MEDIAGATE_DATABASE_CONNECTIONS",
                                "8",
                                "MEDIAGATE_LIMITS_FILE",
                                MIB + "MiB",
                                "MEDIAGATE_LIMITS_MULTIPART_BODY",
                                MIB + 1 + "MiB"));
        key = gateway.awaitKey();
        database = Database.open(address, 2);
    }

    @AfterAll
    static void stop() {
        database.close();
        gateway.close();
    }

    @Test
    void takesAHundredFilesAtOnceThatItsHeapCouldNotHold() throws Exception {
        var number = new AtomicInteger();
        var half = new CyclicBarrier(CALLERS);
        long rows = rows();
        long files = stored();
        long start = System.nanoTime();

        var sent =
                Concurrently.run(
                        CALLERS,
                        () -> {
                            int own = number.getAndIncrement();
                            return check(
                                    own,
                                    sender(own).send(gateway.awaitReady(), key, () -> meet(half)));
                        });

        report(System.nanoTime() - start);
        assertThat(sent).hasSize(CALLERS).doesNotHaveDuplicates();
        assertThat(rows() - rows).isEqualTo(CALLERS);
        assertThat(stored() - files).isEqualTo(CALLERS);
        assertThat(incoming()).isZero();
    }

    /// No two are of one length or of the same noise.
    private static FileSender sender(int number) {
        return new FileSender(MIB * MEBI - number, number);
    }

    private static void meet(CyclicBarrier barrier) throws Exception {
        barrier.await(Until.LONG.toSeconds() * 5, TimeUnit.SECONDS);
    }

    /// Its id, once what was stored is what was sent.
    private static String check(int number, Sent sent) throws IOException {
        assertThat(sent.status()).as(sent.head()).isEqualTo(201);
        var digest = sender(number).digest();
        assertThat(sent.json().path("size_bytes").asLong()).isEqualTo(MIB * MEBI - number);
        assertThat(sent.json().path("sha256").asString()).isEqualTo(digest);
        assertThat(FileSender.digestBehind(sent.json().path("url").asString())).isEqualTo(digest);
        return sent.json().path("id").asString();
    }

    @Test
    void keepsNothingOfThoseWhoLeaveMidway() throws Exception {
        var number = new AtomicInteger();
        var half = new CyclicBarrier(CALLERS);
        long rows = rows();
        long files = stored();

        Concurrently.run(
                CALLERS,
                () -> {
                    int own = number.getAndIncrement();
                    sender(own)
                            .sendHalf(
                                    gateway.awaitReady(),
                                    key,
                                    () -> {
                                        meet(half);
                                        if (own == 0) {
                                            Until.holds(
                                                    "their halves have come",
                                                    () -> incoming() == CALLERS);
                                        }
                                        meet(half);
                                    });
                    return true;
                });

        Until.holds("nothing is left of them", () -> incoming() == 0);
        assertThat(rows()).isEqualTo(rows);
        assertThat(stored()).isEqualTo(files);
        var next = sender(1).send(gateway.awaitReady(), key, () -> {});
        assertThat(check(1, next)).startsWith("file_");
    }

    private static long rows() {
        return database.with(
                h -> h.createQuery("SELECT count(*) FROM file").mapTo(Long.class).one());
    }

    private static int incoming() {
        return Optional.ofNullable(data.resolve("incoming").toFile().list()).orElseThrow().length;
    }

    private static long stored() {
        try (var all = Files.walk(data.resolve("artifacts"))) {
            return all.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void report(long nanos) throws IOException {
        var memory =
                Files.readAllLines(Path.of("/proc", Long.toString(gateway.pid()), "status"))
                        .stream()
                        .filter(line -> line.startsWith("VmHWM"))
                        .toList();
        System.out.printf(
                "ManyUploadsTest: %d x %d MiB on a heap of %s in %.1f s, read again; at most %d MiB of it"
                        + " used; %s%n",
                CALLERS, MIB, HEAP, nanos / 1e9, mostHeap(), memory);
    }

    /// The most that was used before a collection, in MiB.
    private static int mostHeap() throws IOException {
        return Files.readAllLines(folder.resolve("gc.log")).stream()
                .map(COLLECTION::matcher)
                .filter(Matcher::find)
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .max()
                .orElse(0);
    }
}
