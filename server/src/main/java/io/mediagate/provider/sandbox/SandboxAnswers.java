package io.mediagate.provider.sandbox;

import io.mediagate.provider.sandbox.SandboxScript.Ending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// How real vendors put it when they fail, names, hosts, ids and key fragments and all: `answers.json`.
/// A scripted ending picks one of its ways by the seed, so different prompts fail in different tongues
/// and the same prompt always in the same.
final class SandboxAnswers {

    private static final List<SandboxAnswer> ALL = load();

    private SandboxAnswers() {}

    static List<SandboxAnswer> all() {
        return ALL;
    }

    static SandboxAnswer of(Ending ending, long seed) {
        return any(ALL.stream().filter(a -> a.ending() == ending).toList(), seed);
    }

    /// One that invites another try.
    static SandboxAnswer passing(long seed) {
        return any(ALL.stream().filter(a -> a.status() == 503).toList(), seed);
    }

    private static SandboxAnswer any(List<SandboxAnswer> ways, long seed) {
        var random = new SplittableRandom(seed);
        var way = ways.get(random.nextInt(ways.size()));
        var hex = "%016x%016x".formatted(random.nextLong(), random.nextLong());
        var uuid =
                hex.substring(0, 8)
                        + hex.substring(8, 23).replaceAll("(.{4})(?=.)", "-$1")
                        + "-"
                        + hex.substring(20);
        var headers = new java.util.HashMap<String, String>();
        way.headers().forEach((name, value) -> headers.put(name, filled(value, hex, uuid)));
        return new SandboxAnswer(
                way.ending(), way.status(), headers, filled(way.body(), hex, uuid));
    }

    private static String filled(String text, String hex, String uuid) {
        return text.replace("{hex}", hex)
                .replace("{uuid}", uuid)
                .replace("{digits}", String.valueOf(Math.abs(hex.hashCode() % 1_000_000_000)));
    }

    private static List<SandboxAnswer> load() {
        try (var stream = SandboxAnswers.class.getResourceAsStream("answers.json")) {
            if (stream == null) {
                throw new IllegalStateException("answers.json is not on the class path");
            }
            return List.copyOf(
                    JsonMapper.shared()
                            .readValue(stream, new TypeReference<List<SandboxAnswer>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
