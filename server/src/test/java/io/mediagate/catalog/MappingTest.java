package io.mediagate.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class MappingTest {
    private static final String CASES =
            """
            model: m ; {'prompt':'a','n':2} ; {'prompt':'a','n':2}
            rename: {prompt: text, size: i.size} ; {'prompt':'a','size':'s'} ; {'text':'a','i':{'size':'s'}}
            rename: {prompt: text} ; {'size':'s'} ; {'size':'s'}
            drop: [n, size] ; {'prompt':'a','n':2,'size':'s'} ; {'prompt':'a'}
            set: {w: false, a.b: 1, a.c: [x]} ; {'n':2} ; {'n':2,'w':false,'a':{'b':1,'c':['x']}}
            compute: {n: 'string(input.n)'} ; {'n':2} ; {'n':'2'}
            compute: {seed: 'null'} ; {'n':2} ; {'n':2}
            {drop: [size], compute: {wide: "has(input.size) && input.size == '16:9'"}} ; {'size':'16:9'} ; {'wide':true}
            {drop: [tags], compute: {i: "input.tags.map(t, {'url': t})"}} ; {'tags':['a']} ; {'i':[{'url':'a'}]}
            {drop: [size], compute: {size: "input.size.replace(':', '*')"}} ; {'size':'16:9'} ; {'size':'16*9'}
            {drop: [size], compute: {s: "frame(input.size, 9216)"}} ; {'size':'1:1'} ; {'s':{'width':96,'height':96}}
            {drop: [size], compute: {s: "frame(input.size, 921600).height"}} ; {'size':'16:9'} ; {'s':720}
            model: m ; {'prompt':'a','n':null} ; {'prompt':'a'}
            model: m ; {'a.b':1,'callback_url':'x','webhookUrl':'y'} ; {'a.b':1}
            """;

    private static Route route(String mapping) {
        var members =
                mapping.startsWith("{")
                        ? mapping.substring(1, mapping.length() - 1)
                        : mapping.startsWith("model") ? "drop: []" : mapping;
        var yaml =
                Shelf.entry(
                                "1",
                                """
                                {type: object, additionalProperties: true, properties: {
                                    prompt: {type: string}, size: {type: string}, n: {type: integer},
                                    tags: {type: array, items: {type: string}}}}
                                """
                                        .replaceAll("\\s+", " "))
                        + "  routes: [{provider: acme, model: m, "
                        + members
                        + "}]\n";
        return Shelf.of(yaml).require("acme/paint").routes().getFirst();
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) Shelf.json(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = CASES)
    void makesOfAnInputWhatTheProviderTakes(String mapping, String input, String expected) {
        var mapped = route(mapping).map(json(input));

        // Read again: an integer that was computed is a long.
        assertThat(mapped.map(it -> json(it.toString()))).contains(json(expected));
    }

    @Test
    void servesOnlyTheInputsForWhichItsConditionHolds() {
        var route = route("when: '!has(input.size)'");

        assertThat(route.map(json("{'prompt':'a'}"))).contains(json("{'prompt':'a'}"));
        assertThat(route.map(json("{'prompt':'a','size':null}"))).isPresent();
        assertThat(route.map(json("{'size':'s'}"))).isEmpty();
    }

    @Test
    void saysWhichExpressionFailed() {
        var route = route("compute: {a: input.size}");

        assertThatThrownBy(() -> route.map(json("{'prompt':'a'}")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("input.size");
    }

    @Test
    void leavesTheInputItselfAlone() {
        var input = json("{'prompt':'a','n':2}");

        route("{rename: {prompt: text}, set: {n: 3}}").map(input);

        assertThat(input).isEqualTo(json("{'prompt':'a','n':2}"));
    }
}
