package io.mediagate.catalog;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.mediagate.error.Problem;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Whatever is sent is normalised, priced and mapped to its routes, or refused with a problem; nothing else may happen.
class RandomInputTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<Model> MODELS = Catalog.bundled(Shelf.TODAY).models();
    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "a cat",
                    "\0",
                    "\ud800",
                    "😀",
                    "8",
                    "null",
                    "720p",
                    "1080p",
                    "4K",
                    "https://example.com/a.png",
                    "data:,x",
                    "http://[",
                    "x".repeat(25_000));

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void isTakenOrRefusedAndNothingElse() {
        for (int i = 0; i < 20_000; i++) {
            var model = MODELS.get(random.nextInt(MODELS.size()));
            var input = input(model);

            assertThatCode(() -> tryOut(model, input))
                    .as("-Dseed=%d, round %d: %s", seed, i, model.path())
                    .doesNotThrowAnyException();
        }
    }

    private static void tryOut(Model model, JsonNode input) {
        try {
            var normalised = model.normalise(input);
            model.price(normalised);
            model.routes().forEach(route -> route.map(normalised));
        } catch (Problem refused) {
            if (refused.message().length() > 2_500 || refused.message().indexOf(0) >= 0) {
                throw new AssertionError(refused.message());
            }
        }
    }

    /// Mostly right, so that prices are reached: an example with some members replaced.
    private JsonNode input(Model model) {
        if (random.nextInt(20) == 0) {
            return anything(3);
        }
        var examples = model.examples();
        var input = examples.get(random.nextInt(examples.size()));
        var names = List.copyOf(model.inputSchema().path("properties").propertyNames());
        for (int i = random.nextInt(4); i > 0; i--) {
            boolean known = random.nextInt(5) > 0;
            var name = known ? names.get(random.nextInt(names.size())) : text();
            input.set(name, random.nextInt(8) == 0 ? anything(3) : likely(model, name));
        }
        return input;
    }

    private JsonNode likely(Model model, String name) {
        var schema = model.inputSchema().path("properties").path(name);
        var listed = schema.path("enum");
        if (!listed.isEmpty()) {
            return listed.get(random.nextInt(listed.size()));
        }
        return schema.path("type").asString("").equals("string")
                ? NODES.stringNode(text())
                : number();
    }

    private JsonNode number() {
        return switch (random.nextInt(6)) {
            case 0 -> NODES.numberNode(random.nextInt(20));
            case 1 -> NODES.numberNode(random.nextDouble() * 20);
            case 2 -> NODES.numberNode((double) random.nextInt(20));
            case 3 -> NODES.numberNode(random.nextLong());
            case 4 -> NODES.numberNode(new java.math.BigDecimal("1e9999"));
            default -> NODES.numberNode(java.math.BigInteger.TWO.pow(200));
        };
    }

    private JsonNode anything(int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> NODES.stringNode(text());
            case 1 -> number();
            case 2 -> NODES.booleanNode(random.nextBoolean());
            case 3 -> NODES.nullNode();
            case 4 -> {
                var array = NODES.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(anything(depth - 1));
                }
                yield array;
            }
            default -> {
                var object = NODES.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set(text(), anything(depth - 1));
                }
                yield object;
            }
        };
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
