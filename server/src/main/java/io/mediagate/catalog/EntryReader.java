package io.mediagate.catalog;

import io.mediagate.error.Family;
import io.mediagate.error.Nearest;
import io.mediagate.error.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads one entry of a catalogue file. Goes on after a fault, so that all are told at once.
final class EntryReader {
    private static final Set<String> KEYS =
            Set.of(
                    "path",
                    "title",
                    "family",
                    "summary",
                    "status",
                    "retires_at",
                    "deadline",
                    "price",
                    "routes",
                    "input");
    private static final Pattern PATH =
            Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}(/[a-z0-9][a-z0-9._-]{0,63}){0,4}");
    private static final Pattern DEADLINE = Pattern.compile("([1-9][0-9]{0,4})([smh])");
    private static final Duration LONGEST = Duration.ofHours(24);

    private final CatalogEntry written;
    private final JsonNode entry;
    private final Set<String> providers;
    private final InstantSource clock;
    private final List<String> faults = new ArrayList<>();

    /// @param providers whom an operator's routes may name
    EntryReader(CatalogEntry written, Set<String> providers, InstantSource clock) {
        this.written = written;
        this.entry = written.yaml();
        this.providers = providers;
        this.clock = clock;
    }

    /// The model, or nothing when there are faults.
    Optional<Model> read() {
        if (!entry.isObject()) {
            faults.add("an entry must be a mapping with the keys path, title, …");
            return Optional.empty();
        }
        entry.propertyNames().stream().filter(key -> !KEYS.contains(key)).forEach(this::unknown);
        var label = new Model.Label(path(), text("title"), text("summary"), family());
        var term = term();
        var routes = routes();
        var input = input();
        var price = price();
        if (price.isEmpty() || input.isEmpty()) {
            return Optional.empty();
        }
        var model = new Model(label, term, input.get(), price.get(), routes);
        if (!written.known()) {
            tryOut(model);
        }
        return Optional.of(model);
    }

    /// What is wrong, each as `file: model: reason`.
    List<String> faults() {
        return faults.stream().map(written::located).toList();
    }

    private void unknown(String key) {
        var near = Nearest.plausible(key, KEYS);
        faults.add(
                key
                        + " is not a key"
                        + near.map(name -> "; did you mean " + name + "?").orElse(""));
    }

    private String text(String key) {
        var value = entry.path(key);
        if (!value.isString() || value.stringValue().isBlank()) {
            faults.add(key + " must be a text" + (value.isMissingNode() ? " and is missing" : ""));
        }
        return value.asString("");
    }

    private String path() {
        var path = text("path");
        if (!path.isEmpty() && !PATH.matcher(path).matches()) {
            faults.add("path must be segments of a-z, 0-9, '.', '_', '-', divided by '/'");
        }
        var provider = Model.providerOf(path);
        if (provider.equals("sse") || provider.startsWith("gen_")) {
            faults.add("path must not begin with sse or gen_, which are routes of the API");
        }
        return path;
    }

    private Family family() {
        return oneOf("family", text("family"), Family.values()).orElse(Family.VIDEO);
    }

    private <E extends Enum<E>> Optional<E> oneOf(String key, String written, E[] values) {
        var found = Arrays.stream(values).filter(one -> spelling(one).equals(written)).findFirst();
        if (found.isEmpty() && !written.isBlank()) {
            var allowed =
                    Arrays.stream(values)
                            .map(EntryReader::spelling)
                            .collect(Collectors.joining(", "));
            faults.add("%s must be one of %s, not %s".formatted(key, allowed, written));
        }
        return found;
    }

    /// Families are written as in error codes, the rest as in the API.
    private static String spelling(Enum<?> value) {
        return value instanceof Family ? value.name() : value.name().toLowerCase(Locale.ROOT);
    }

    private Term term() {
        var status = oneOf("status", text("status"), Model.Status.values());
        var retiresAt = retiresAt();
        if (status.filter(Model.Status.RETIRED::equals).isPresent() && retiresAt.isEmpty()) {
            faults.add("retires_at must say since when the model is retired");
        }
        return new Term(status.orElse(Model.Status.PREVIEW), retiresAt, deadline(), clock);
    }

    private Optional<LocalDate> retiresAt() {
        if (!entry.has("retires_at")) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(entry.path("retires_at").asString("")));
        } catch (DateTimeException _) {
            faults.add("retires_at must be a day such as 2026-12-01");
            return Optional.empty();
        }
    }

    private Duration deadline() {
        var written = text("deadline");
        var matcher = DEADLINE.matcher(written);
        if (matcher.matches()) {
            var deadline = Duration.parse("PT" + matcher.group(1) + matcher.group(2));
            if (deadline.compareTo(LONGEST) <= 0) {
                return deadline;
            }
        }
        if (!written.isBlank()) {
            faults.add("deadline must be a time such as 90s, 5m or 1h, at most 24h");
        }
        return LONGEST;
    }

    private List<Route> routes() {
        var routes = entry.path("routes");
        if (!routes.isArray() && !routes.isMissingNode()) {
            faults.add("routes must be a list of provider and model");
        }
        var names = RouteReader.names(entry.path("input"));
        var reader =
                written.file().ours()
                        ? RouteReader.ofOurs(faults::add, names)
                        : RouteReader.ofOperators(faults::add, names, providers);
        return routes.valueStream().flatMap(reader::read).toList();
    }

    private Optional<InputSchema> input() {
        var schema = entry.path("input");
        if (written.known()) {
            return Optional.of(new InputSchema(schema));
        }
        var wrong = SchemaCheck.faults(schema);
        if (wrong.isEmpty()) {
            wrong = SchemaCheck.faultsByMetaSchema(schema);
        }
        faults.addAll(wrong);
        return wrong.isEmpty() ? Optional.of(new InputSchema(schema)) : Optional.empty();
    }

    private Optional<Price> price() {
        var text = text("price");
        if (text.isBlank()) {
            return Optional.empty();
        }
        var expression = Expression.price(text);
        try {
            if (!written.known()) {
                expression.compiled();
            }
            return Optional.of(new Price(expression));
        } catch (IllegalArgumentException e) {
            faults.add("price does not compile: " + e.getMessage());
            return Optional.empty();
        }
    }

    /// A price that fails shows on the smallest input, and what the schema refuses of its own when that
    /// is normalised.
    private void tryOut(Model model) {
        try {
            model.tryPrice();
        } catch (IllegalStateException e) {
            var cause = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
            faults.add(e.getMessage() + cause);
        }
        model.examples().forEach(example -> normalise(model, example));
    }

    private void normalise(Model model, ObjectNode example) {
        try {
            model.normalise(example);
        } catch (Problem refused) {
            refused.details().stream()
                    .filter(fault -> !example.has(member(fault)))
                    .forEach(fault -> faults.add(refusedDefault(fault)));
        }
    }

    private static String member(Problem.Detail fault) {
        return fault.pointer().isEmpty() ? "" : fault.pointer().substring(1).split("/", 2)[0];
    }

    private static String refusedDefault(Problem.Detail fault) {
        return "the default of " + member(fault) + " " + fault.message();
    }
}
