package io.mediagate.artifact;

import io.mediagate.artifact.Inspector.Verdict;
import io.mediagate.artifact.Links.Link;
import io.mediagate.egress.Egress;
import io.mediagate.egress.Egress.Fetch;
import io.mediagate.egress.LineFault;
import io.mediagate.provider.InputSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files that callers name by links: those of others through the door out, our own straight from the depot,
/// without a request to ourselves.
public final class NamedFiles implements InputSource {
    private static final Logger LOG = LoggerFactory.getLogger(NamedFiles.class);

    private final Egress egress;
    private final Depot depot;
    private final Links links;
    private final Scratch scratch;
    private final Inspector inspector;
    private final Duration limit;

    /// @param egress the door for what callers name
    /// @param limit for fetching one file
    public NamedFiles(
            Egress egress,
            Depot depot,
            Links links,
            Scratch scratch,
            Inspector inspector,
            Duration limit) {
        this.egress = egress;
        this.depot = depot;
        this.links = links;
        this.scratch = scratch;
        this.inspector = inspector;
        this.limit = limit;
    }

    @Override
    public Loaded load(String link) throws InterruptedException {
        var own = Links.read(link);
        try {
            return own.isPresent() && links.check(own.get()) instanceof Links.Verdict.Valid
                    ? own(own.get())
                    : fetched(link);
        } catch (UncheckedIOException e) {
            LOG.error("a file of an input cannot be kept or read: {}", e.toString());
            return new Loaded.NotNow();
        }
    }

    private Loaded fetched(String link) throws InterruptedException {
        var into = scratch.place();
        try {
            return fetched(
                    egress.fetch(
                            URI.create(link), Map.of(), into, inspector.limits().bytes(), limit));
        } catch (IllegalArgumentException _) {
            return new Loaded.Unusable("is not a valid address");
        } finally {
            remove(into);
        }
    }

    private Loaded own(Link link) {
        try (var content = depot.open(link.workspaceId(), link.fileId()).orElse(null)) {
            return content == null
                    ? new Loaded.Unusable("names a file that has been deleted")
                    : new Loaded.Here(all(content), link.contentType());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] all(SeekableByteChannel content) throws IOException {
        var bytes = ByteBuffer.allocate(Math.toIntExact(content.size()));
        while (bytes.hasRemaining()) {
            if (content.read(bytes) < 0) {
                throw new IOException("a file became shorter while it was read");
            }
        }
        return bytes.array();
    }

    private Loaded fetched(Fetch fetch) {
        return switch (fetch) {
            case Fetch.Fetched(var file) ->
                    switch (inspector.inspect(file)) {
                        case Verdict.Fine(var media) ->
                                new Loaded.Here(read(file), media.contentType());
                        case Verdict.Refused(var why) ->
                                new Loaded.Unusable("leads to a file that " + why);
                    };
            case Fetch.Refused(var answer) ->
                    new Loaded.Unusable(
                            "cannot be fetched: it answers with %d".formatted(answer.status()));
            case Fetch.Broken(var fault) -> broken(fault);
        };
    }

    private Loaded broken(LineFault fault) {
        return switch (fault) {
            case FORBIDDEN_ADDRESS ->
                    new Loaded.Unusable("must be a secure link to a public address");
            case TOO_LARGE -> new Loaded.Unusable("leads to a file that " + inspector.tooLarge());
            case DNS, CONNECT, TLS, RESET, READ_TIMEOUT, TRUNCATED ->
                    new Loaded.Unusable("could not be fetched");
            case NO_ROOM -> new Loaded.NotNow();
        };
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
