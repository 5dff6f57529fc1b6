package io.mediagate.api;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.webhook.EventName;
import io.mediagate.webhook.Webhooks;
import io.mediagate.webhook.Webhooks.Switch;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads what callers ask of webhooks, and gathers everything that is wrong with it.
final class WebhookRequests {
    private static final int LONGEST_URL = 2_048;
    private static final int LONGEST_DESCRIPTION = 500;
    private static final String TASKS = names(EventName.OF_TASKS);

    private final ObjectNode body;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<Problem.Detail> faults = new ArrayList<>();

    private WebhookRequests(ObjectNode body) {
        this.body = body;
    }

    static Webhooks.Order order(ObjectNode body) {
        var read = new WebhookRequests(body);
        var url = read.url();
        if (url.isEmpty() && !body.has("url")) {
            read.fault("/url", "is required: the https address that events are sent to");
        }
        var order =
                new Webhooks.Order(
                        url.orElse(""),
                        read.description().orElse(""),
                        read.events().orElse(EventName.OF_TASKS),
                        read.enabled().orElse(Switch.ENABLED));
        read.finish();
        return order;
    }

    static Webhooks.Change change(ObjectNode body) {
        var read = new WebhookRequests(body);
        var change =
                new Webhooks.Change(read.url(), read.description(), read.events(), read.enabled());
        read.finish();
        return change;
    }

    static EventName test(ObjectNode body) {
        var read = new WebhookRequests(body);
        var all = EnumSet.allOf(EventName.class);
        var name =
                read.member(
                        "type",
                        "must be one of " + names(all),
                        node -> text(node).flatMap(EventName::ofPublicName));
        read.finish();
        return name.orElse(EventName.ENDPOINT_TEST);
    }

    /// @param now where a range ends that does not say so
    static Webhooks.Range range(ObjectNode body, Instant now) {
        var read = new WebhookRequests(body);
        var rule = "must be a time such as 2026-11-23T08:00:00Z";
        var from = read.member("from", rule, node -> text(node).flatMap(WebhookRequests::time));
        var to = read.member("to", rule, node -> text(node).flatMap(WebhookRequests::time));
        var which =
                read.member(
                        "which",
                        "must be undelivered or all",
                        node -> text(node).flatMap(WebhookRequests::which));
        if (!body.has("from")) {
            read.fault("/from", "is required: from when on events are sent again");
        }
        var range =
                new Webhooks.Range(
                        from.orElse(Instant.MIN),
                        to.orElse(now),
                        which.orElse(Webhooks.Which.UNDELIVERED));
        if (!range.from().isBefore(range.to())) {
            read.fault("/to", "must be later than from");
        }
        read.finish();
        return range;
    }

    private static Optional<Webhooks.Which> which(String text) {
        return switch (text) {
            case "undelivered" -> Optional.of(Webhooks.Which.UNDELIVERED);
            case "all" -> Optional.of(Webhooks.Which.ALL);
            default -> Optional.empty();
        };
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant())
                    .filter(at -> at.isAfter(Instant.EPOCH))
                    .filter(at -> at.isBefore(Instant.parse("3000-01-01T00:00:00Z")));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private Optional<String> url() {
        return member(
                "url",
                "must be text of at most %d characters".formatted(LONGEST_URL),
                node -> text(node).filter(text -> text.length() <= LONGEST_URL));
    }

    private Optional<String> description() {
        return member(
                "description",
                "must be text of at most %d characters".formatted(LONGEST_DESCRIPTION),
                node ->
                        text(node)
                                .filter(text -> text.length() <= LONGEST_DESCRIPTION)
                                .filter(text -> text.indexOf('\0') < 0));
    }

    private Optional<Set<EventName>> events() {
        return member(
                "events", "must be a list of at least one of " + TASKS, WebhookRequests::tasks);
    }

    private static Optional<Set<EventName>> tasks(JsonNode node) {
        var events = EnumSet.noneOf(EventName.class);
        for (var element : node) {
            var name = text(element).flatMap(EventName::ofPublicName);
            if (name.filter(EventName.OF_TASKS::contains).isEmpty()) {
                return Optional.empty();
            }
            events.add(name.get());
        }
        return node.isArray() && !events.isEmpty() ? Optional.of(events) : Optional.empty();
    }

    private Optional<Switch> enabled() {
        return member(
                "enabled",
                "must be true or false",
                node ->
                        node.isBoolean()
                                ? Optional.of(
                                        node.booleanValue() ? Switch.ENABLED : Switch.DISABLED)
                                : Optional.empty());
    }

    private static Optional<String> text(JsonNode node) {
        return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
    }

    private static String names(Set<EventName> events) {
        return events.stream().map(EventName::publicName).collect(Collectors.joining(", "));
    }

    /// A member that may be missing; one that is there must be as the rule says.
    private <T> Optional<T> member(String name, String rule, Function<JsonNode, Optional<T>> read) {
        known.add(name);
        if (!body.has(name)) {
            return Optional.empty();
        }
        var value = read.apply(body.get(name));
        if (value.isEmpty()) {
            fault("/" + name, rule);
        }
        return value;
    }

    private void fault(String pointer, String what) {
        faults.add(new Problem.Detail(pointer, what));
    }

    private void finish() {
        for (var name : body.propertyNames()) {
            if (!known.contains(name)) {
                var pointer = "/" + name.replace("~", "~0").replace("/", "~1");
                fault(shortened(pointer), "is unknown; there are " + String.join(", ", known));
            }
        }
        if (!faults.isEmpty()) {
            var sentence =
                    faults.stream()
                            .map(fault -> fault.pointer() + " " + fault.message())
                            .collect(Collectors.joining("; "));
            throw Problem.of(ErrorCode.INVALID_REQUEST, sentence + ".").withDetails(faults);
        }
    }

    private static String shortened(String pointer) {
        return pointer.length() <= 100 ? pointer : pointer.substring(0, 100) + "…";
    }
}
