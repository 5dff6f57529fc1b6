package io.mediagate.config;

import io.mediagate.error.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The settings while they are being read. Asking for a key also declares it, with its default; what was
/// set and never asked for is unknown. Faults are gathered, and a faulty value reads as its default.
final class Settings {

    /// A value and where it was found, as the end of a sentence: `in MEDIAGATE_SERVER_PORT`.
    record Given(String text, String where) {}

    /// Variables of the launcher, the command line and callers, which are not settings.
    private static final Pattern OTHERS =
            Pattern.compile("MEDIAGATE_(DATA|CONFIG|HOME|JAVA_HOME|JAVA_OPTIONS|KEY)");

    /// Kubernetes gives these to every container beside a service called `mediagate`.
    private static final Pattern SERVICE_LINK =
            Pattern.compile(
                    "MEDIAGATE_(SERVICE_(HOST|PORT(_.+)?)|PORT(_\\d+_(TCP|UDP|SCTP)(_.+)?)?)");

    private final Sources sources;
    private final Map<String, Given> file;
    private final Map<String, Key> declared = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    Settings(Sources sources) {
        this.sources = sources;
        this.file = sources.file().map(path -> ConfigFile.read(path, faults)).orElseGet(Map::of);
    }

    /// What is set for a key, if anything.
    Optional<Given> given(String name, String standard) {
        var key = new Key(name, standard);
        declared.put(name, key);
        var argument = sources.commandLine().get(name);
        if (argument != null) {
            return Optional.of(new Given(argument, "on the command line"));
        }
        return environment(key.environmentName()).or(() -> Optional.ofNullable(file.get(name)));
    }

    /// A variable of the environment; an empty one counts as not set, as everywhere in a shell.
    Optional<Given> environment(String name) {
        return Optional.ofNullable(sources.environment().get(name))
                .filter(text -> !text.isBlank())
                .map(text -> new Given(text, "in " + name));
    }

    /// Text; blank means none.
    Optional<String> text(String name) {
        return given(name, "").map(given -> given.text().strip()).filter(text -> !text.isEmpty());
    }

    /// Text that is always there.
    String text(String name, String standard) {
        return given(name, standard)
                .map(given -> given.text().strip())
                .filter(text -> !text.isEmpty())
                .orElse(standard);
    }

    int whole(String name, int standard, int least, int most) {
        return value(
                name,
                Integer.toString(standard),
                text -> {
                    int number = Integer.parseInt(text.replace("_", ""));
                    return number < least || number > most ? Optional.empty() : Optional.of(number);
                },
                "must be a whole number from %d to %d".formatted(least, most));
    }

    Duration duration(String name, String standard, Duration least, Duration most) {
        return value(
                name,
                standard,
                text -> {
                    var duration = Units.duration(text);
                    boolean fits = duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
                    return fits ? Optional.of(duration) : Optional.empty();
                },
                "must be a duration from %s to %s".formatted(Units.text(least), Units.text(most)));
    }

    /// A number of bytes.
    long size(String name, String standard, String least, String most) {
        return value(
                name,
                standard,
                text -> {
                    long size = Units.bytes(text);
                    boolean fits = size >= Units.bytes(least) && size <= Units.bytes(most);
                    return fits ? Optional.of(size) : Optional.empty();
                },
                "must be a size from %s to %s".formatted(least, most));
    }

    <E extends Enum<E>> E choice(String name, E standard) {
        var constants = List.of(standard.getDeclaringClass().getEnumConstants());
        var names = constants.stream().map(Settings::spelling).toList();
        return value(
                name,
                spelling(standard),
                text -> {
                    int index = names.indexOf(text.toLowerCase(Locale.ROOT));
                    return index < 0 ? Optional.empty() : Optional.of(constants.get(index));
                },
                "must be one of " + String.join(", ", names));
    }

    private static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// Any other kind of value; `parse` answers empty or throws when the text will not do.
    <T> T value(String name, String standard, Function<String, Optional<T>> parse, String rule) {
        var given = given(name, standard);
        if (given.isPresent()) {
            var text = given.get().text().strip();
            var parsed = parsed(text, parse);
            if (parsed.isPresent()) {
                return parsed.get();
            }
            fault("%s %s, not %s (%s)".formatted(name, rule, text, given.get().where()));
        }
        return parse.apply(standard).orElseThrow();
    }

    private static <T> Optional<T> parsed(String text, Function<String, Optional<T>> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | java.time.DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    void fault(String sentence) {
        faults.add(sentence);
    }

    List<Key> keys() {
        return List.copyOf(declared.values());
    }

    /// Ends the reading: throws when anything was unknown or wrong.
    void finish() {
        file.forEach((name, given) -> refuseUnknown(name, given.where()));
        sources.commandLine().keySet().forEach(name -> refuseUnknown(name, "on the command line"));
        refuseUnknownVariables();
        if (!faults.isEmpty()) {
            throw new InvalidConfig(faults);
        }
    }

    private void refuseUnknown(String name, String where) {
        if (!declared.containsKey(name)) {
            var nearest = Nearest.of(name, declared.keySet()).orElseThrow();
            fault("%s is not a setting (%s); did you mean %s?".formatted(name, where, nearest));
        }
    }

    private void refuseUnknownVariables() {
        var known = new LinkedHashSet<String>();
        declared.values().forEach(key -> known.add(key.environmentName()));
        sources.environment().keySet().stream()
                .filter(name -> name.startsWith("MEDIAGATE_"))
                .filter(name -> !known.contains(name))
                .filter(name -> !OTHERS.matcher(name).matches())
                .filter(name -> !SERVICE_LINK.matcher(name).matches())
                .sorted()
                .forEach(name ->
                        fault(
                                "%s is not a setting (in the environment); did you mean %s?"
                                        .formatted(name, Nearest.of(name, known).orElseThrow())));
    }
}
