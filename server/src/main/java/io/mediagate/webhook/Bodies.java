package io.mediagate.webhook;

import io.mediagate.event.Event;
import io.mediagate.generation.Generation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;

/// Writes what is sent: the event with the generation as it stood then. It is written anew for every
/// attempt, so that the links in it work for as long as any other.
public final class Bodies {

    /// Writes a generation as callers read it.
    @FunctionalInterface
    public interface Writer {
        /// Appends one JSON object.
        void write(StringBuilder out, Generation generation);
    }

    /// The largest body, in bytes of UTF-8.
    public static final int LARGEST = 20_000;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Function<Event, Optional<Generation>> generations;
    private final Writer writer;

    /// @param generations each as it stood after an event; none when it is not there any more
    public Bodies(Function<Event, Optional<Generation>> generations, Writer writer) {
        this.generations = generations;
        this.writer = writer;
    }

    /// The body of an event; empty when its generation is not there any more.
    public Optional<String> of(Event event, EventName name) {
        return generations.apply(event).map(g -> written(event.id(), name, event.at(), g));
    }

    /// The body of a test: a made-up generation, or none for `endpoint.test`.
    String ofTest(String eventId, EventName name, Instant at, Optional<Generation> sample) {
        return sample.map(generation -> written(eventId, name, at, generation))
                .orElseGet(() -> head(eventId, name, at).append("null}").toString());
    }

    private String written(String eventId, EventName name, Instant at, Generation generation) {
        for (var slimming : Slimming.values()) {
            var slim = slimming.of(generation);
            var cut = slim.equals(generation) ? "" : ",\"truncated\":true";
            var body = written(eventId, name, at, slim, cut);
            if (body.getBytes(StandardCharsets.UTF_8).length < LARGEST) {
                return body;
            }
        }
        throw new IllegalStateException("the event %s does not fit".formatted(eventId));
    }

    private String written(
            String eventId, EventName name, Instant at, Generation generation, String cut) {
        var out = head(eventId, name, at);
        writer.write(out, generation);
        out.setLength(out.length() - 1);
        out.append(",\"state\":\"").append(generation.state().column());
        out.append("\",\"sequence\":").append(generation.sequence());
        return out.append(cut).append("}}").toString();
    }

    private static StringBuilder head(String eventId, EventName name, Instant at) {
        return new StringBuilder(2048)
                .append("{\"id\":\"")
                .append(eventId)
                .append("\",\"type\":\"")
                .append(name.publicName())
                .append("\",\"timestamp\":\"")
                .append(TIME.format(at))
                .append("\",\"prediction\":");
    }
}
