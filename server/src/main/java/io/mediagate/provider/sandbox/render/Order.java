package io.mediagate.provider.sandbox.render;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Locale;

/// What to make, with every open question of the input decided. Stored inside the sandbox's handle, so
/// that any process can make it: names of components are part of that format.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "make")
public sealed interface Order {

    /// Feeds everything that is random about a result; the same seed gives the same bytes.
    long seed();

    /// How many results.
    int count();

    /// The same with tiles of what the input brought along, see `Insets`.
    default Order showing(List<String> tiles) {
        return switch (this) {
            case Picture p ->
                    new Picture(
                            p.seed(),
                            p.count(),
                            p.caption(),
                            p.size(),
                            p.format(),
                            p.background(),
                            tiles);
            case Film f ->
                    new Film(
                            f.seed(),
                            f.count(),
                            new Overlay(f.overlay().caption(), tiles),
                            f.size(),
                            f.seconds(),
                            f.framesPerSecond(),
                            f.sound());
            case Speech speech -> speech;
        };
    }

    /// Pixels of a result; both even, which video needs and pictures do not mind.
    record Size(int width, int height) {
        public Size {
            if (width < 2 || height < 2 || width % 2 != 0 || height % 2 != 0) {
                throw new IllegalArgumentException("not an even size: " + width + "x" + height);
            }
        }
    }

    /// How a picture is written.
    enum PictureFormat {
        PNG,
        JPEG,
        WEBP;

        /// The file name's, without the dot.
        public String extension() {
            return this == JPEG ? "jpg" : name().toLowerCase(Locale.ROOT);
        }
    }

    /// What lies around the scene.
    enum Background {
        OPAQUE,
        /// The scene is cut out and nothing is around it; only formats with an alpha channel can.
        TRANSPARENT
    }

    /// Whether a film has an audio track.
    enum Sound {
        AMBIENT,
        NONE
    }

    /// How speech is written.
    enum SpeechFormat {
        MP3("mp3", "mp3", "libmp3lame"),
        WAV("wav", "wav", "pcm_s16le"),
        FLAC("flac", "flac", "flac"),
        OPUS("opus", "ogg", "libopus"),
        AAC("aac", "adts", "aac");

        private final String extension;
        private final String container;
        private final String codec;

        SpeechFormat(String extension, String container, String codec) {
            this.extension = extension;
            this.container = container;
            this.codec = codec;
        }

        /// The file name's, without the dot.
        public String extension() {
            return extension;
        }

        String container() {
            return container;
        }

        String codec() {
            return codec;
        }
    }

    /// Still pictures.
    ///
    /// @param caption set into the picture; may be empty
    /// @param shown tiles of what the input brought along
    record Picture(
            long seed,
            int count,
            String caption,
            Size size,
            PictureFormat format,
            Background background,
            List<String> shown)
            implements Order {
        public Picture {
            // Handles of before have none.
            shown = shown == null ? List.of() : List.copyOf(shown);
        }

        /// One of an input without files.
        public Picture(
                long seed,
                int count,
                String caption,
                Size size,
                PictureFormat format,
                Background background) {
            this(seed, count, caption, size, format, background, List.of());
        }
    }

    /// What lies over a film and stands still.
    ///
    /// @param caption may be empty
    /// @param shown tiles of what the input brought along
    record Overlay(String caption, List<String> shown) {
        public Overlay {
            shown = List.copyOf(shown);
        }
    }

    /// Moving ones.
    record Film(
            long seed,
            int count,
            Overlay overlay,
            Size size,
            double seconds,
            int framesPerSecond,
            Sound sound)
            implements Order {

        /// One of an input without files.
        public Film(
                long seed,
                int count,
                String caption,
                Size size,
                double seconds,
                int framesPerSecond,
                Sound sound) {
            this(
                    seed,
                    count,
                    new Overlay(caption, List.of()),
                    size,
                    seconds,
                    framesPerSecond,
                    sound);
        }
    }

    /// Speech.
    ///
    /// @param speed 1 is the voice's own pace, 2 twice as fast
    record Speech(long seed, String text, SpeechFormat format, double speed) implements Order {
        @Override
        public int count() {
            return 1;
        }
    }
}
