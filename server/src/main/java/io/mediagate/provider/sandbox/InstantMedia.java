package io.mediagate.provider.sandbox;

import io.mediagate.error.Family;
import io.mediagate.provider.ResultFile;
import io.mediagate.provider.sandbox.render.Order;
import io.mediagate.provider.sandbox.render.Order.Background;
import io.mediagate.provider.sandbox.render.Order.Film;
import io.mediagate.provider.sandbox.render.Order.Picture;
import io.mediagate.provider.sandbox.render.Order.PictureFormat;
import io.mediagate.provider.sandbox.render.Order.Size;
import io.mediagate.provider.sandbox.render.Order.Sound;
import io.mediagate.provider.sandbox.render.Order.Speech;
import io.mediagate.provider.sandbox.render.Order.SpeechFormat;
import io.mediagate.provider.sandbox.render.Studio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// One tiny file a family, made once and handed out again and again, so that a benchmark measures the
/// gateway and not the drawing.
final class InstantMedia {

    private final Studio studio;
    private final Map<Family, ResultFile.Bytes> made = new ConcurrentHashMap<>();

    InstantMedia(Studio studio) {
        this.studio = studio;
    }

    void warmUp() throws InterruptedException {
        for (var family : Family.values()) {
            of(family);
        }
    }

    ResultFile of(Family family) throws InterruptedException {
        var known = made.get(family);
        if (known != null) {
            return known;
        }
        // Two who come first at once may both make it; the bytes are the same.
        var file = studio.make(order(family)).getFirst();
        try {
            var bytes = new ResultFile.Bytes(Files.readAllBytes(file));
            Files.delete(file);
            made.put(family, bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Order order(Family family) {
        return switch (family) {
            case IMAGE ->
                    new Picture(1, 1, "", new Size(64, 64), PictureFormat.PNG, Background.OPAQUE);
            case VIDEO -> new Film(1, 1, "", new Size(64, 64), 0.5, 12, Sound.NONE);
            case TTS -> new Speech(1, "Hi.", SpeechFormat.MP3, 1);
        };
    }
}
