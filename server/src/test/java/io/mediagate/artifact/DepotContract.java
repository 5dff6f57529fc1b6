package io.mediagate.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every depot promises.
abstract class DepotContract {
    static final String WORKSPACE = "ws_mine";

    @TempDir Path folder;
    private int number;

    abstract Depot depot();

    StoredFile file(long size) {
        var media =
                new Media(
                        "video/mp4",
                        "mp4",
                        OptionalInt.of(2),
                        OptionalInt.of(2),
                        OptionalDouble.of(1));
        return new StoredFile(
                "file_01KC0000000000000000000%03d".formatted(++number), "video.mp4", size, media);
    }

    Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("from-" + number), content);
    }

    static byte[] content(int size) {
        var content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    StoredFile put(byte[] content) throws IOException {
        var file = file(content.length);
        depot().put(WORKSPACE, file, write(content));
        return file;
    }

    byte[] read(String id, long from, int length) throws IOException {
        try (var channel = depot().open(WORKSPACE, id).orElseThrow()) {
            channel.position(from);
            var buffer = ByteBuffer.allocate(length);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
            return Arrays.copyOf(buffer.array(), buffer.position());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_096, 1_000_003})
    void givesBackWhatWasPutAsBytes(int size) throws Exception {
        var content = content(size);
        var file = file(size);

        depot().put(WORKSPACE, file, content);

        assertThat(read(file.id(), 0, size + 1)).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_096, 1_000_003, 40_000_001})
    void givesBackWhatWasPut(int size) throws Exception {
        var content = content(size);

        var file = put(content);

        try (var channel = depot().open(WORKSPACE, file.id()).orElseThrow()) {
            assertThat(channel.size()).isEqualTo(size);
        }
        assertThat(Arrays.equals(read(file.id(), 0, size), content)).isTrue();
    }

    @Test
    void readsFromAnywhere() throws Exception {
        var content = content(300_000);
        var file = put(content);

        for (int from : new int[] {0, 1, 99_999, 299_999, 300_000}) {
            int length = Math.min(1000, 300_000 - from);
            assertThat(read(file.id(), from, length))
                    .isEqualTo(Arrays.copyOfRange(content, from, from + length));
        }
        try (var channel = depot().open(WORKSPACE, file.id()).orElseThrow()) {
            var buffer = ByteBuffer.allocate(10);
            channel.read(buffer);
            channel.position(200_000);
            buffer.clear();
            while (buffer.hasRemaining()) {
                channel.read(buffer);
            }
            assertThat(buffer.array()).isEqualTo(Arrays.copyOfRange(content, 200_000, 200_010));
            channel.position(300_000);
            assertThat(channel.read(buffer.clear())).isEqualTo(-1);
        }
    }

    @Test
    void leavesTheFileWhereItWas() throws Exception {
        var content = content(1000);
        var from = write(content);

        depot().put(WORKSPACE, file(1000), from);

        assertThat(from).hasBinaryContent(content);
    }

    @Test
    void knowsNothingOfWhatWasNeverPutOrIsAnothers() throws Exception {
        var file = put(content(10));

        assertThat(depot().open(WORKSPACE, "file_01KC9999999999999999999999")).isEmpty();
        assertThat(depot().open("ws_other", file.id())).isEmpty();
        for (var id : new String[] {"", "..", "../" + file.id(), "file_", "a/b", "file_\0", "x"}) {
            assertThat(depot().open(WORKSPACE, id)).as(id).isEmpty();
            depot().delete(WORKSPACE, id);
        }
        assertThat(read(file.id(), 0, 10)).hasSize(10);
    }

    @Test
    void deletesForGoodAndAsOftenAsOneLikes() throws Exception {
        var file = put(content(10));

        depot().delete("ws_other", file.id());
        assertThat(depot().open(WORKSPACE, file.id())).isPresent();
        depot().delete(WORKSPACE, file.id());
        depot().delete(WORKSPACE, file.id());

        assertThat(depot().open(WORKSPACE, file.id())).isEmpty();
    }

    @Test
    void takesManyAtOnce() throws Exception {
        var files = IntStream.range(0, 32).mapToObj(i -> file(50_000)).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running =
                    files.stream()
                            .<Future<?>>map(file ->
                                    threads.submit(() -> {
                                        var from = folder.resolve(file.id());
                                        depot().put(
                                                        WORKSPACE,
                                                        file,
                                                        Files.write(from, content(50_000)));
                                        return true;
                                    }))
                            .toList();
            for (var one : running) {
                one.get();
            }
        }

        for (var file : files) {
            assertThat(read(file.id(), 0, 50_000)).isEqualTo(content(50_000));
        }
    }
}
