package io.mediagate.catalog;

import io.mediagate.credits.Credits;
import io.mediagate.error.Family;
import io.mediagate.error.Problem;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One model on offer.
public final class Model {
    /// Whether callers may use it.
    public enum Status {
        AVAILABLE,
        PREVIEW,
        RETIRED
    }

    /// What a model is called and what it makes.
    record Label(String path, String title, String summary, Family family) {}

    private final Label label;
    private final Term term;
    private final InputSchema input;
    private final Price price;
    private final List<Route> routes;

    Model(Label label, Term term, InputSchema input, Price price, List<Route> routes) {
        this.label = label;
        this.term = term;
        this.input = input;
        this.price = price;
        this.routes = List.copyOf(routes);
    }

    /// `provider/model`, the public name; may span several segments, or be one.
    public String path() {
        return label.path();
    }

    /// The first segment of the path.
    public String provider() {
        return providerOf(path());
    }

    static String providerOf(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    public String title() {
        return label.title();
    }

    public String summary() {
        return label.summary();
    }

    public Family family() {
        return label.family();
    }

    /// Follows the date: `RETIRED` from the day of `retiresAt` on, UTC.
    public Status status() {
        return term.status();
    }

    public Optional<LocalDate> retiresAt() {
        return term.retiresAt();
    }

    /// From the start of a generation to its `TIMEOUT`.
    public Duration deadline() {
        return term.deadline();
    }

    /// JSON Schema 2020-12 of the input. Not to be modified.
    public JsonNode inputSchema() {
        return input.schema();
    }

    /// A member of the input by its name, in whichever workflow it belongs to; empty where none has it.
    public Optional<Field> field(String name) {
        return Optional.ofNullable(input.fields().get(name));
    }

    /// Whether a file can stand anywhere in the input.
    public boolean takesFiles() {
        return input.fields().values().stream().anyMatch(field -> field.holds().isPresent());
    }

    /// The CEL expression over the normalised input.
    public String priceExpression() {
        return price.expression().text();
    }

    public List<Route> routes() {
        return routes;
    }

    /// The same, with a route before its others.
    Model routedFirst(Route route) {
        return new Model(
                label,
                term,
                input,
                price,
                Stream.concat(Stream.of(route), routes.stream()).toList());
    }

    /// The input with defaults filled in, in the caller's order followed by the defaults in the
    /// schema's; throws an `INVALID_INPUT` problem that lists every fault.
    public ObjectNode normalise(JsonNode input) {
        return this.input.normalise(input, family());
    }

    /// Whether such an input has no fault.
    boolean takes(JsonNode input) {
        try {
            normalise(input);
            return true;
        } catch (Problem _) {
            return false;
        }
    }

    /// The exact price of a normalised input, at least one credit.
    public Credits price(ObjectNode input) {
        return price.of(input);
    }

    /// The smallest input, made up from the schema and normalised. Empty where the schema asks for
    /// something that cannot be made up.
    public Optional<ObjectNode> example() {
        try {
            return Optional.of(normalise(examples().getFirst()));
        } catch (Problem _) {
            return Optional.empty();
        }
    }

    /// What the smallest input costs: the price to show where nothing has been chosen yet.
    public Optional<Credits> startingPrice() {
        return example().map(this::price);
    }

    /// One smallest input for each workflow of the model, the standard one first; not normalised.
    List<ObjectNode> examples() {
        return input.forms().stream().map(form -> Example.of(form.schema())).toList();
    }

    /// Tries the price on each workflow's smallest input, as it is before validation. Throws
    /// `IllegalStateException` when it cannot be told.
    void tryPrice() {
        for (var form : input.forms()) {
            price.of(form.fill(Example.of(form.schema()), new Faults()));
        }
    }

    /// Makes the validators and the price's program, which otherwise the first callers wait for.
    void warmUp() {
        input.forms().forEach(Form::validator);
        price.expression().compiled();
    }

    @Override
    public String toString() {
        return path();
    }
}
