package io.mediagate.error;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Looks for leaks in a message by plainer means than redaction itself uses, so that a fault there does
/// not hide itself here.
public final class Leaks {
    private static final List<Pattern> SHAPES =
            Stream.of(
                            "https?:",
                            "www\\.",
                            "@",
                            "\\b\\d{1,3}(\\.\\d{1,3}){3}\\b",
                            "[0-9a-f]{8}-[0-9a-f]{4}",
                            "[0-9a-fA-F]{12,}",
                            "\\*\\*",
                            "\\b(sk|pk|ep|org|req|proj|acct)[-_]\\w",
                            "[{}\\\\<>$]",
                            "[A-Za-z0-9+/]{32,}",
                            "\\b[a-z0-9-]+\\.(com|ai|io|net|org|cn|dev|run|media)\\b",
                            "\\b(request|trace|task|account|project) id\\b")
                    .map(Pattern::compile)
                    .toList();

    /// Names that are no ordinary words, in lower case.
    static final List<String> NAMES =
            Stream.of("vendors", "products", "infrastructure")
                    .flatMap(file -> lines("/redaction/" + file + ".txt"))
                    .filter(line -> !line.contains("!context"))
                    .map(line -> line.replaceAll("!.*", "").strip().toLowerCase(Locale.ROOT))
                    .toList();

    private Leaks() {}

    /// What leaks, if anything.
    public static Optional<String> in(String message) {
        var lower = message.toLowerCase(Locale.ROOT);
        var name = NAMES.stream().filter(it -> names(lower, it)).findFirst();
        if (name.isPresent()) {
            return name;
        }
        return SHAPES.stream()
                .filter(it -> it.matcher(message).find())
                .map(Pattern::pattern)
                .findFirst();
    }

    private static boolean names(String lower, String name) {
        return Pattern.compile("(?<![a-z0-9])" + Pattern.quote(name) + "(?![a-z0-9])")
                .matcher(lower)
                .find();
    }

    private static Stream<String> lines(String resource) {
        var stream = Objects.requireNonNull(Leaks.class.getResourceAsStream(resource));
        try (var reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            return reader
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
