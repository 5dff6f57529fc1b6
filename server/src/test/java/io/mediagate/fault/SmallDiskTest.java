package io.mediagate.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallDiskTest {

    @TempDir private Path folder;

    @Test
    void isFullForThoseInsideAndNotThereForOthers() throws Exception {
        try (var disk = SmallDisk.at(folder, 1)) {
            assertThat(write(disk.before(), "before")).isZero();

            disk.fill();
            assertThat(write(disk.before(), "within")).isNotZero();
            assertThat(write(List.of(), "outside")).isZero();
            disk.free();

            assertThat(write(disk.before(), "after")).isZero();
            assertThat(disk.folder().resolve("before")).hasSize(100_000);
            assertThat(Files.exists(disk.folder().resolve("outside"))).isFalse();
        }
    }

    private int write(List<String> before, String name) throws Exception {
        var command = new ArrayList<>(before);
        command.addAll(List.of("dd", "if=/dev/zero", "bs=1000", "count=100"));
        command.add("of=" + folder.resolve(name));
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }
}
