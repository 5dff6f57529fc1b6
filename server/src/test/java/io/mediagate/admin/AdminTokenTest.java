package io.mediagate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void isMadeOnceAndOnlyItsOwnerReadsIt() throws IOException {
        var made = AdminToken.make(folder);

        assertThat(AdminToken.make(folder).header()).isEqualTo(made.header());
        assertThat(AdminToken.read(folder).orElseThrow().header()).isEqualTo(made.header());
        var permissions = Files.getPosixFilePermissions(folder.resolve("admin.token"));
        assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
    }

    @Test
    void isMadeAgainWhenACrashLeftAnEmptyFile() throws IOException {
        Files.createFile(folder.resolve("admin.token"));

        assertThat(AdminToken.read(folder)).isEmpty();
        assertThat(AdminToken.make(folder).header()).matches("Bearer [0-9a-f]{64}");
    }

    @Test
    void knowsItselfAndNothingElse() {
        var token = AdminToken.make(folder);

        assertThat(token.isIn(token.header())).isTrue();
        assertThat(token.isIn(token.header() + "0")).isFalse();
        assertThat(token.isIn("Bearer ")).isFalse();
        assertThat(token.isIn(null)).isFalse();
    }
}
