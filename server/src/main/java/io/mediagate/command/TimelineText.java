package io.mediagate.command;

import io.mediagate.generation.Timeline;
import io.mediagate.generation.Timeline.Attempt;
import io.mediagate.generation.Timeline.Considered;
import io.mediagate.generation.Timeline.Noted;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A timeline for a person to read: what happened, in the order in which it did.
final class TimelineText {
    private static final String INDENT = " ".repeat(26);
    private static final int LONGEST = 2_000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private record Moment(Instant at, String text) {}

    private final Timeline timeline;
    private final List<Moment> moments = new ArrayList<>();

    TimelineText(Timeline timeline) {
        this.timeline = timeline;
        moments.add(new Moment(timeline.createdAt(), "accepted"));
        timeline.startedAt().ifPresent(at -> moments.add(new Moment(at, "started")));
        timeline.notes().forEach(note -> moments.add(new Moment(note.at(), noted(note))));
        timeline.attempts().forEach(this::add);
        timeline.finishedAt().ifPresent(at -> moments.add(new Moment(at, timeline.state())));
    }

    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(
                "%s  %s  %s  %s%s"
                        .formatted(
                                timeline.id(),
                                timeline.model(),
                                timeline.livemode() ? "live" : "test",
                                timeline.state(),
                                timeline.code().map(code -> " " + code).orElse("")));
        lines.add(
                "workspace %s, price %d credits%s"
                        .formatted(
                                timeline.workspaceId(),
                                timeline.price(),
                                timeline.deadlineAt().map(at -> ", deadline " + at).orElse("")));
        timeline.message().ifPresent(message -> lines.add("the caller reads: " + message));
        lines.add("");
        moments.stream()
                .sorted(Comparator.comparing(Moment::at))
                .map(moment -> TIME.format(moment.at()) + "  " + moment.text())
                .flatMap(String::lines)
                .forEach(lines::add);
        return lines;
    }

    private void add(Attempt attempt) {
        moments.add(
                new Moment(
                        attempt.submittedAt(),
                        "attempt %d: submitted to %s as %s"
                                .formatted(attempt.number(), attempt.provider(), attempt.model())));
        attempt.acceptedAt()
                .ifPresent(at ->
                        moments.add(
                                new Moment(
                                        at, "attempt %d: accepted".formatted(attempt.number()))));
        attempt.endedAt().ifPresent(at -> moments.add(new Moment(at, ended(attempt, at))));
    }

    private String ended(Attempt attempt, Instant at) {
        var text = new StringBuilder();
        text.append(
                "attempt %d: %s after %s"
                        .formatted(
                                attempt.number(),
                                attempt.state().replace('_', ' '),
                                seconds(attempt.submittedAt(), at)));
        attempt.code()
                .ifPresent(code ->
                        text.append(", ")
                                .append(code)
                                .append(attempt.retryable() ? ", may pass" : ""));
        attempt.retryAfterSeconds().ifPresent(s -> text.append(", retry after " + s + " s"));
        if (attempt.state().equals("outcome_unknown")) {
            line(text, "it may exist and be billed; the caller was not charged");
        }
        attempt.remedy().ifPresent(remedy -> line(text, "operator: " + remedy));
        attempt.said().ifPresent(said -> line(text, "said: " + printable(said)));
        return text.toString();
    }

    private static String noted(Noted note) {
        var text = new StringBuilder(note.step().replace('_', ' '));
        note.attempt().ifPresent(number -> text.append(" for attempt " + number));
        note.until().ifPresent(until -> text.append(" until " + until));
        if (!note.remark().isEmpty()) {
            text.append(": ").append(note.remark());
        }
        note.considered().forEach(candidate -> line(text, considered(candidate)));
        return text.toString();
    }

    private static String considered(Considered candidate) {
        var name = candidate.provider() + " " + candidate.model();
        return candidate.why().isEmpty()
                ? name + ": chosen"
                : name + ": " + candidate.why() + until(candidate.until());
    }

    private static String until(Optional<Instant> until) {
        return until.map(at -> " until " + at).orElse("");
    }

    private static void line(StringBuilder text, String line) {
        text.append('\n').append(INDENT).append(line);
    }

    private static String seconds(Instant from, Instant to) {
        return "%.1f s".formatted(Duration.between(from, to).toMillis() / 1000.0);
    }

    /// A vendor's words could steer the terminal that shows them.
    private static String printable(String said) {
        var cut = said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said;
        return cut.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ");
    }
}
