package io.mediagate.provider.sandbox.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avcodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeMediaTest {

    /// In a process of its own, where nothing is loaded yet, with nothing unpacked either.
    @Test
    void isLoadedThoughItsFirstUserIsNoLongerWanted(@TempDir Path folder) throws Exception {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-Dorg.bytedeco.javacpp.cachedir=" + folder,
                                "-cp",
                                System.getProperty("java.class.path"),
                                CanceledUser.class.getName())
                        .redirectErrorStream(true)
                        .start();

        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said).isEqualTo("%s, interrupted: true%n".formatted("libwebp"));
        assertThat(process.waitFor()).isZero();
    }

    /// Its generation is canceled before it does anything.
    static final class CanceledUser {

        private CanceledUser() {}

        public static void main(String[] arguments) {
            Thread.currentThread().interrupt();

            NativeMedia.load();

            try (var name = avcodec.avcodec_find_encoder_by_name("libwebp").name()) {
                System.out.printf(
                        "%s, interrupted: %s%n",
                        name.getString(), Thread.currentThread().isInterrupted());
            }
        }
    }
}
