package io.mediagate.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogFaultTest {
    private static final String WRONG_ENTRIES =
            """
            title: Paint | titel: Paint | titel is not a key; did you mean title?
            title: Paint | titel: Paint | title must be a text and is missing
            title: Paint | title: 7 | title must be a text
            path: acme/paint | path: Acme/paint | path must be segments of a-z, 0-9
            path: acme/paint | path: acme//paint | path must be segments of a-z, 0-9
            path: acme/paint | path: sse/paint | path must not begin with sse or gen_
            path: acme/paint | path: gen_x/paint | path must not begin with sse or gen_
            family: IMAGE | family: PICTURE | family must be one of IMAGE, VIDEO, TTS, not PICTURE
            status: available | status: beta | status must be one of available, preview, retired, not beta
            status: available | status: retired | retires_at must say since when the model is retired
            status: available | {status: preview, retires_at: soon} | retires_at must be a day such as 2026-12-01
            deadline: 5m | deadline: 5 minutes | deadline must be a time such as 90s, 5m or 1h, at most 24h
            deadline: 5m | deadline: 0s | deadline must be a time such as 90s, 5m or 1h, at most 24h
            deadline: 5m | deadline: 25h | deadline must be a time such as 90s, 5m or 1h, at most 24h
            price: input.n * 2 | price: input.n * | price does not compile: at 1:10: mismatched input '<EOF>'
            price: input.n * 2 | price: n * 2 | price does not compile: at 1:1: undeclared reference to 'n'
            price: input.n * 2 | price: input.n * 2.5 | price does not compile: at 1:9: expected type 'int'
            price: input.n * 2 | price: input.m * 2 | price `input.m * 2` fails
            price: input.n * 2 | price: input.n - 1 | price `input.n - 1` must be a whole number of at least 1, not 0
            price: input.n * 2 | price: '"a" + input.n' | price does not compile: at 1:5: expected type 'int'
            provider: acme | vendor: acme | routes must each have a provider and a model
            provider: acme | provider: acmee | routes: there is no provider acmee; did you mean acme?
            provider: acme | provider: nobody | routes: there is no provider nobody
            model: p1 | model: '' | routes must each have a provider and a model
            model: p1 | model: p1, if: x | routes: if is not a key
            model: p1 | model: p1, renam: {n: m} | routes: renam is not a key; did you mean rename?
            model: p1 | model: p1, rename: {m: count} | routes: the input has no m; did you mean n?
            model: p1 | model: p1, drop: [m] | routes: the input has no m; did you mean n?
            model: p1 | model: p1, drop: n | routes: drop must be a list of names
            model: p1 | model: p1, set: 7 | routes: set must be a mapping
            model: p1 | model: p1, when: 1 | routes: when does not compile: at 1:1: expected type 'bool'
            model: p1 | model: p1, compute: {a.b: 'm + 1'} | routes: compute.a.b does not compile: at 1:1
            type: object | type: array | input: type must be object
            type: integer | type: int | input/properties/n/type must be of string, integer
            default: 1 | default: one | input/properties/n/default is refused by its own schema
            default: 1 | defualt: 1 | input/properties/n/defualt is not a keyword; did you mean default?
            default: 1 | minimum: x | input/properties/n/minimum must be a number
            default: 1 | enum: 1 | input/properties/n/enum must be a list of values
            type: object | {type: object, required: [m]} | input/required names m, which is not among the properties
            type: object | {type: object, $ref: a} | input/$ref is not a keyword
            type: object | {type: object, oneOf: [{properties: {a: true}}]} | input/oneOf needs a member, such
            """;

    private static final String NO_LISTS =
            """
            models: []       | acme.yaml: must be a list of models
            - paint          | acme.yaml: an entry must be a mapping
            - {path: a, path: b} | acme.yaml: is not YAML, line 1: Duplicate Object property "path"
            - [              | acme.yaml: is not YAML, line
            """;

    private static final String RIGHT =
            """
            - path: acme/paint
              title: Paint
              family: IMAGE
              summary: Paints.
              status: available
              deadline: 5m
              price: input.n * 2
              routes: [{provider: acme, model: p1}]
              input: {type: object, properties: {n: {type: integer, default: 1}}}
            """;

    @Test
    void takesTheEntryThatTheTableBreaks() {
        assertThat(Shelf.of(RIGHT).models()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = WRONG_ENTRIES)
    void saysTheReason(String right, String wrong, String fault) {
        var inserted =
                wrong.startsWith("{") && !right.startsWith("type")
                        ? wrong.substring(1, wrong.length() - 1).replace(", ", "\n  ")
                        : wrong.startsWith("{") ? wrong.substring(1, wrong.length() - 1) : wrong;

        var faults = faults(RIGHT.replace(right, inserted));

        assertThat(faults).anyMatch(line -> line.contains("/paint: " + fault));
    }

    @Test
    void saysFileAndModel() {
        assertThat(faults(RIGHT.replace("title: Paint", "title: 7")))
                .containsExactly("acme.yaml: acme/paint: title must be a text");
    }

    @Test
    void tellsAllFaultsAtOnce() {
        var faults = faults(RIGHT.replace("IMAGE", "X").replace("5m", "X").replace("Paints.", ""));

        assertThat(faults).hasSize(3);
        assertThat(new CatalogFault(faults).getMessage()).contains(faults);
    }

    @Test
    void refusesAPathTwice() {
        assertThat(faults(RIGHT + RIGHT))
                .containsExactly("acme.yaml: acme/paint: the path is already taken, in acme.yaml");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = NO_LISTS)
    void refusesWhatIsNoListOfEntries(String yaml, String fault) {
        assertThat(faults(yaml)).anyMatch(line -> line.startsWith(fault));
    }

    @Test
    void holdsAnOperatorsSchemaAgainstTheMetaSchema() {
        var yaml = RIGHT.replace("default: 1", "default: 1, examples: [1], exclusiveMinimum: 0");
        var wrong = RIGHT.replace("properties: {n", "required: [n, n], properties: {n");

        assertThat(Shelf.of(yaml).models()).hasSize(1);
        assertThat(faults(wrong)).anyMatch(line -> line.contains("input/required"));
    }

    private static List<String> faults(String yaml) {
        var fault = catchThrowableOfType(CatalogFault.class, () -> Shelf.of(yaml));
        assertThat(fault).as(yaml).isNotNull();
        return fault.faults();
    }
}
