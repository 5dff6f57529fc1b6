package io.mediagate.artifact;

import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Small pictures of results: a thumbnail of a picture, a poster of a film. Made when somebody first asks for
/// one, and kept beside its file from then on; most are never asked for, and a generation must not wait.
final class Previews {
    private static final Logger LOG = LoggerFactory.getLogger(Previews.class);

    /// What a preview's id ends with; ids of files end with a letter in upper case or a digit.
    private static final String SUFFIX = "_t";

    private static final int LONGEST_SIDE = 512;
    private static final long MOST_PIXELS = 200_000_000;
    private static final long PATIENCE_SECONDS = 30;

    private final Depot depot;
    private final Scratch scratch;
    // Decoding takes a processor for a while.
    private final Semaphore desks =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

    Previews(Depot depot, Scratch scratch) {
        this.depot = depot;
        this.scratch = scratch;
    }

    /// The preview of a file, whether it has been made or not; empty where there can be none.
    static Optional<StoredFile> of(StoredFile file) {
        var type = file.media().contentType();
        boolean seen = type.startsWith("image/") || type.startsWith("video/");
        var bare = file.name().replaceFirst("\\.[^.]*$", "");
        return seen
                ? Optional.of(
                        new StoredFile(
                                idOf(file.id()),
                                bare
                                        + (type.startsWith("image/")
                                                ? "-thumbnail.jpg"
                                                : "-poster.jpg"),
                                0,
                                new Media(
                                        "image/jpeg",
                                        "jpg",
                                        OptionalInt.empty(),
                                        OptionalInt.empty(),
                                        OptionalDouble.empty())))
                : Optional.empty();
    }

    /// The id of a file's preview.
    static String idOf(String fileId) {
        return fileId + SUFFIX;
    }

    static boolean isPreview(String fileId) {
        return fileId.endsWith(SUFFIX);
    }

    /// The content, which is made first if need be; empty where the file is gone or cannot be shown.
    Optional<SeekableByteChannel> open(String workspaceId, String previewId) {
        var made = depot.open(workspaceId, previewId);
        if (made.isPresent()) {
            return made;
        }
        var fileId = previewId.substring(0, previewId.length() - SUFFIX.length());
        try (var original = depot.open(workspaceId, fileId).orElse(null)) {
            return original == null ? Optional.empty() : make(workspaceId, previewId, original);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<SeekableByteChannel> make(
            String workspaceId, String previewId, SeekableByteChannel original) throws IOException {
        var copy = scratch.place();
        var small = scratch.place();
        desks.acquireUninterruptibly();
        try {
            Files.copy(Channels.newInputStream(original), copy);
            var media = new MediaProbe().probe(copy);
            if (media.isEmpty() || !draw(copy, media.get(), small)) {
                return Optional.empty();
            }
            var preview = new StoredFile(previewId, "preview.jpg", Files.size(small), media.get());
            depot.put(workspaceId, preview, small);
            return depot.open(workspaceId, previewId);
        } finally {
            desks.release();
            Files.deleteIfExists(copy);
            Files.deleteIfExists(small);
        }
    }

    private static boolean draw(Path file, Media media, Path into) throws IOException {
        long pixels = (long) media.width().orElse(0) * media.height().orElse(0);
        if (pixels > MOST_PIXELS) {
            return false;
        }
        return switch (media.contentType()) {
            case "image/png", "image/jpeg", "image/gif" -> drawPicture(file, into);
            default -> drawFrame(file, into);
        };
    }

    private static boolean drawPicture(Path file, Path into) throws IOException {
        try (var in = ImageIO.createImageInputStream(file.toFile())) {
            var readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return false;
            }
            var reader = readers.next();
            try {
                reader.setInput(in, true, true);
                int longest = Math.max(reader.getWidth(0), reader.getHeight(0));
                var how = reader.getDefaultReadParam();
                int step = Math.max(1, longest / (2 * LONGEST_SIDE));
                how.setSourceSubsampling(step, step, 0, 0);
                return ImageIO.write(scaled(reader.read(0, how)), "jpeg", into.toFile());
            } finally {
                reader.dispose();
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            LOG.debug("a picture cannot be decoded", e);
            return false;
        }
    }

    private static BufferedImage scaled(BufferedImage image) {
        double factor =
                Math.min(
                        1.0, (double) LONGEST_SIDE / Math.max(image.getWidth(), image.getHeight()));
        int width = Math.max(1, (int) Math.round(image.getWidth() * factor));
        int height = Math.max(1, (int) Math.round(image.getHeight() * factor));
        var small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var g = small.createGraphics();
        g.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        // What can be seen through is shown on white.
        g.setBackground(java.awt.Color.WHITE);
        g.clearRect(0, 0, width, height);
        g.drawImage((Image) image, 0, 0, width, height, null);
        g.dispose();
        return small;
    }

    /// By a program of its own: a decoder that stumbles over a vendor's bytes must not take us with it.
    private static boolean drawFrame(Path file, Path into) throws IOException {
        var program = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
        var process =
                new ProcessBuilder(
                                program,
                                "-v",
                                "error",
                                "-threads",
                                "1",
                                "-protocol_whitelist",
                                "file",
                                "-i",
                                file.toString(),
                                "-frames:v",
                                "1",
                                "-vf",
                                "scale='min(%1$d,iw)':'min(%1$d,ih)':force_original_aspect_ratio=decrease"
                                        .formatted(LONGEST_SIDE),
                                "-f",
                                "mjpeg",
                                into.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 && Files.exists(into) && Files.size(into) > 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroyForcibly();
        }
    }
}
