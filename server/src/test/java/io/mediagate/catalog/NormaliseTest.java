package io.mediagate.catalog;

import static io.mediagate.catalog.Shelf.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.error.Problem.Detail;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class NormaliseTest {
    private static final String REFUSED =
            """
            {} | /prompt | is required
            {'prompt': 7} | /prompt | must be a string, not 7
            {'prompt': null} | /prompt | must be a string, not null
            {'prompt': 'abcdefghijk'} | /prompt | must have at most 10 characters, not 11
            {'title': ''} | /title | must not be empty
            {'caption': 'ab'} | /caption | must have at least 3 characters, not 2
            {'words': '  '} | /words | must not be blank
            {'code': 'A1'} | /code | must match the pattern ^[a-z]+$
            {'duration': 7} | /duration | must be one of 4, 6, 8, not 7
            {'duration': '8'} | /duration | must be one of 4, 6, 8, not "8"
            {'size': 'huge'} | /size | must be one of "small", "large", not "huge"
            {'size': 5} | /size | must be one of "small", "large", not 5
            {'kind': 'ink'} | /kind | must be "oil", not "ink"
            {'n': '2'} | /n | must be an integer, not the string "2"
            {'n': 1.5} | /n | must be an integer, not 1.5
            {'n': 0} | /n | must be at least 1, not 0
            {'n': 9} | /n | must be at most 4, not 9
            {'strength': 0} | /strength | must be more than 0, not 0
            {'strength': 2} | /strength | must be less than 2, not 2
            {'step': 12} | /step | must be a multiple of 8, not 12
            {'seed': 'x'} | /seed | must be an integer or null, not the string "x"
            {'seed': 12345678901234567890} | /seed | is too large a number
            {'strength': 1e400} | /strength | is too large a number
            {'loud': 'yes'} | /loud | must be true or false, not the string "yes"
            {'image_url': 'cat.png'} | /image_url | @url "cat.png"
            {'image_url': []} | /image_url | must be a string, not an array
            {'when': 'today'} | /when | must be a valid date, not "today"
            {'images': []} | /images | must have at least 1 item, not 0
            {'images': ['a:b','a:b','a:b']} | /images | must have at most 2 items, not 3
            {'images': ['a:b', 'nope']} | /images/1 | @url "nope"
            {'tags': ['a', 'a']} | /tags | must not repeat an item
            {'frame': {}} | /frame/width | is required
            {'frame': {'width': {}}} | /frame/width | must be an integer, not an object
            {'frame': {'widht': 1, 'width': 1}} | /frame/widht | is not a field of this model; did you mean width?
            {'promt': 'x'} | /promt | is not a field of this model; did you mean prompt?
            {'imageUrl': 'x'} | /imageUrl | is not a field of this model; did you mean image_url?
            {'a/b~c': 1} | /a~1b~0c | @fields
            {'prompt': 'a\\u0000b'} | /prompt | contains a NUL or half of a surrogate pair; send plain text
            {'extra': {'x': ['\\ud800']}} | /extra/x/0 | contains a NUL or half of a surrogate pair; send plain text
            """;

    private static final String NO_OBJECTS =
            """
            []      | The input must be a JSON object, not an array.
            null    | The input must be a JSON object, not null.
            'hello' | The input must be a JSON object, not "hello".
            7       | The input must be a JSON object, not 7.
            """;

    private static final String INPUT =
            """
            {type: object, required: [prompt], properties: {
              prompt: {type: string, maxLength: 10},
              title: {type: string, minLength: 1},
              caption: {type: string, minLength: 3},
              words: {type: string, pattern: '\\S'},
              code: {type: string, pattern: '^[a-z]+$'},
              duration: {enum: [4, 6, 8], default: 8},
              size: {type: string, enum: [small, large], default: small},
              kind: {const: oil},
              n: {type: integer, minimum: 1, maximum: 4, default: 1},
              strength: {type: number, exclusiveMinimum: 0, exclusiveMaximum: 2},
              step: {type: integer, multipleOf: 8},
              seed: {type: [integer, 'null']},
              loud: {type: boolean},
              image_url: {type: string, format: uri},
              when: {type: string, format: date},
              images: {type: array, items: {type: string, format: uri}, minItems: 1, maxItems: 2},
              tags: {type: array, items: {type: string}, uniqueItems: true},
              frame: {type: object, required: [width], properties: {
                width: {type: integer}, colour: {type: string, default: black}}},
              extra: {type: object}}}
            """
                    .replace("\n", " ");
    private static final String URL = "must be a URL such as https://example.com/file.png, not";
    private static final String FIELDS =
            "is not a field of this model; its fields are prompt, title, caption, words, code,"
                    + " duration, size, kind, n, strength, step, seed, loud, image_url, when,"
                    + " images, tags, frame, extra";
    private static final Model MODEL = Shelf.model("1", INPUT);

    @Test
    void keepsTheCallersOrderAndThenTheSchemasForDefaults() {
        var input = MODEL.normalise(json("{'n': 2, 'prompt': 'a cat'}"));

        assertThat(input)
                .hasToString("{\"n\":2,\"prompt\":\"a cat\",\"duration\":8,\"size\":\"small\"}");
    }

    @Test
    void leavesTheCallersOwnObjectAlone() {
        var given = json("{'prompt': 'a', 'frame': {'width': 1}}");

        MODEL.normalise(given);

        assertThat(given).isEqualTo(json("{'prompt': 'a', 'frame': {'width': 1}}"));
    }

    @Test
    void fillsDefaultsOfAnObjectThatIsGiven() {
        var input = MODEL.normalise(json("{'prompt': 'a', 'frame': {'width': 3}}"));

        assertThat(input.path("frame")).isEqualTo(json("{'width': 3, 'colour': 'black'}"));
    }

    @Test
    void writesAWholeNumberWithoutItsFraction() {
        var input = MODEL.normalise(json("{'prompt': 'a', 'n': 2.0, 'duration': 8.0}"));

        assertThat(input)
                .hasToString("{\"prompt\":\"a\",\"n\":2,\"duration\":8,\"size\":\"small\"}");
    }

    @Test
    void takesANullWhereTheSchemaDoes() {
        assertThat(MODEL.normalise(json("{'prompt': 'a', 'seed': null}")).has("seed")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = REFUSED)
    void saysWhatIsAllowed(String given, String pointer, String sentence) {
        var complete = json(given);
        if (!complete.has("prompt") && !given.equals("{}")) {
            ((tools.jackson.databind.node.ObjectNode) complete).put("prompt", "a");
        }

        var expected = sentence.replace("@url", URL).replace("@fields", FIELDS);
        assertThat(refusal(complete).details()).containsExactly(new Detail(pointer, expected));
    }

    @Test
    void refusesANameThatIsNoText() {
        var given = JsonNodeFactory.instance.objectNode().put("prompt", "a");
        given.putObject("extra").put("x\udc00", 1);

        assertThat(refusal(given).details())
                .containsExactly(
                        new Detail("/extra/x?", "has a name with a character that is not text"));
    }

    @Test
    void reportsEveryFaultInOneMessage() {
        var problem = refusal(json("{'duration': 7, 'promt': 'x', 'n': 9}"));

        assertThat(problem.publicCode()).isEqualTo("IMAGE_GENERATION_INVALID_INPUT");
        assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_INPUT);
        assertThat(problem.details())
                .extracting(Detail::pointer)
                .containsExactlyInAnyOrder("/duration", "/n", "/prompt", "/promt");
        assertThat(problem.message())
                .contains("/duration must be one of 4, 6, 8, not 7.")
                .contains("/n must be at most 4, not 9.")
                .contains("/prompt is required.")
                .contains("/promt is not a field of this model; did you mean prompt?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = NO_OBJECTS)
    void wantsAnObject(String given, String message) {
        assertThat(refusal(json(given)).message()).isEqualTo(message);
    }

    @Test
    void listsTwentyFaultsAndCountsTheRest() {
        var many =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> "'f" + i + "':1")
                        .collect(Collectors.joining(",", "{", "}"));

        var problem = refusal(json(many));

        assertThat(problem.details()).hasSize(20);
        assertThat(problem.message()).endsWith(" more.").hasSizeLessThan(2_300);
    }

    @Test
    void repeatsLittleOfWhatItWasSent() {
        var long_ = "x".repeat(5_000);
        var given = json("{'prompt': 'a', 'size': '%s', '%s': 1}".formatted(long_, long_));

        var problem = refusal(given);

        assertThat(problem.message()).doesNotContain("x".repeat(61)).contains("x".repeat(40) + "…");
        assertThat(problem.details()).allMatch(fault -> fault.pointer().length() < 70);
    }

    @Test
    void printsNothingThatDoesNotPrint() {
        var problem = refusal(json("{'prompt': 'a', 'size': 'b\\u001b[31m\\u202ec\\nd'}"));

        assertThat(problem.message()).contains("\"b?[31m?c?d\"");
    }

    @Test
    void limitsTextThatTheSchemaDoesNot() {
        var given = json("{'prompt': 'a', 'title': '%s'}".formatted("é".repeat(20_001)));

        assertThat(refusal(given).details())
                .containsExactly(
                        new Detail("/title", "must have at most 20000 characters, not 20001"));
    }

    @Test
    void takesALinkThatCarriesItsFile() {
        var link = "data:image/png;base64," + "A".repeat(500_000);

        var input = MODEL.normalise(json("{'prompt': 'a', 'image_url': '%s'}".formatted(link)));

        assertThat(input.path("image_url").stringValue()).isEqualTo(link);
    }

    @Test
    void limitsListsThatTheSchemaDoesNot() {
        var tags =
                IntStream.range(0, 101)
                        .mapToObj(i -> "'" + i + "'")
                        .collect(Collectors.joining(","));

        assertThat(refusal(json("{'prompt': 'a', 'tags': [%s]}".formatted(tags))).details())
                .containsExactly(new Detail("/tags", "must have at most 100 items, not 101"));
    }

    @Test
    void survivesNestingOfAnyDepth() {
        JsonNode deep = JsonNodeFactory.instance.numberNode(1);
        for (int i = 0; i < 100_000; i++) {
            deep = JsonNodeFactory.instance.arrayNode().add(deep);
        }
        var given = JsonNodeFactory.instance.objectNode().put("prompt", "a");
        given.putObject("extra").set("x", deep);

        assertThat(refusal(given).message()).contains("is nested too deeply");
    }

    private static Problem refusal(JsonNode input) {
        return catchThrowableOfType(Problem.class, () -> MODEL.normalise(input));
    }
}
