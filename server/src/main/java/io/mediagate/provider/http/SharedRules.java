package io.mediagate.provider.http;

import static io.mediagate.provider.http.FailureKind.BROKEN;
import static io.mediagate.provider.http.FailureKind.CREDENTIALS;
import static io.mediagate.provider.http.FailureKind.EXPIRED;
import static io.mediagate.provider.http.FailureKind.FINAL;
import static io.mediagate.provider.http.FailureKind.FUNDS;
import static io.mediagate.provider.http.FailureKind.INPUT;
import static io.mediagate.provider.http.FailureKind.MODEL_UNKNOWN;
import static io.mediagate.provider.http.FailureKind.OUT_OF_SERVICE;
import static io.mediagate.provider.http.FailureKind.OVERLOADED;
import static io.mediagate.provider.http.FailureKind.PERMISSION;
import static io.mediagate.provider.http.FailureKind.RATE;
import static io.mediagate.provider.http.FailureKind.TIMEOUT;

import io.mediagate.egress.LineFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// What failures say in common, whoever the vendor is. Words outweigh the status, because vendors refuse
/// content with 400, report empty accounts with 429 and fail with 200; among words the one that says
/// most comes first. The words stand in `failures/*.txt`.
final class SharedRules {
    private record Rule(FailureKind kind, Pattern pattern) {}

    /// Words that leave no doubt.
    private static final List<Rule> CLEAR = read("clear.txt");

    /// Words that many failures carry beside something better.
    private static final List<Rule> VAGUE = read("vague.txt");

    private static final Pattern ENDED_BY_HAND =
            Pattern.compile(" (?:cancell?ed|aborted|deleted) ");
    private static final Pattern NOT_FOUND =
            Pattern.compile(" (?:not found|no such|does not exist|unknown) ");

    private SharedRules() {}

    private static List<Rule> read(String name) {
        var rules = new ArrayList<Rule>();
        var stems = new ArrayList<String>();
        var kind = FINAL;
        for (var line : lines(name)) {
            if (line.startsWith("[")) {
                add(rules, kind, stems);
                kind = FailureKind.valueOf(line.substring(1, line.length() - 1));
            } else {
                stems.add(line);
            }
        }
        add(rules, kind, stems);
        return rules;
    }

    private static void add(List<Rule> rules, FailureKind kind, List<String> stems) {
        if (!stems.isEmpty()) {
            var any = Pattern.compile(" (?:" + String.join("|", stems) + ")");
            rules.add(new Rule(kind, any));
            stems.clear();
        }
    }

    private static List<String> lines(String name) {
        try (var in = SharedRules.class.getResourceAsStream("/failures/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FailureKind kind(VendorAnswer answer, Clues clues) {
        if (answer.fault().isPresent()) {
            return ofLine(answer.phase(), answer.fault().get());
        }
        int status = answer.status().orElse(0);
        if (answer.phase() == Phase.RESULT && (status == 403 || status == 404 || status == 410)) {
            return clear(clues).filter(kind -> kind == CREDENTIALS).orElse(FINAL);
        }
        return clear(clues)
                .map(kind -> weighed(kind, answer.phase(), status))
                .orElseGet(() -> byStatus(answer.phase(), status, clues));
    }

    private static Optional<FailureKind> clear(Clues clues) {
        return match(CLEAR, clues.codeWords(), clues.sentences());
    }

    private static Optional<FailureKind> match(List<Rule> rules, String codes, String sentences) {
        for (var rule : rules) {
            if (rule.pattern().matcher(codes).find() || rule.pattern().matcher(sentences).find()) {
                return Optional.of(rule.kind());
            }
        }
        return Optional.empty();
    }

    /// A few statuses say more than words that fit two things.
    private static FailureKind weighed(FailureKind kind, Phase phase, int status) {
        if (kind == TIMEOUT && phase == Phase.SUBMIT && status == 504) {
            return EXPIRED;
        }
        if (kind == MODEL_UNKNOWN && phase == Phase.POLL) {
            return FINAL;
        }
        return kind;
    }

    private static FailureKind byStatus(Phase phase, int status, Clues clues) {
        return switch (status) {
            case 401 -> CREDENTIALS;
            case 402 -> FUNDS;
            case 403, 451 -> PERMISSION;
            case 404, 405, 410 -> gone(phase, clues);
            case 408 -> TIMEOUT;
            case 413, 414, 415, 422 -> INPUT;
            case 429 -> RATE;
            case 502, 503, 520, 521, 522, 523, 525, 526, 527, 529, 530 -> OVERLOADED;
            case 504, 524 -> phase == Phase.SUBMIT ? EXPIRED : TIMEOUT;
            default -> status >= 500 ? BROKEN : byVagueWords(phase, status, clues);
        };
    }

    private static FailureKind gone(Phase phase, Clues clues) {
        if (phase != Phase.SUBMIT) {
            return FINAL;
        }
        return NOT_FOUND.matcher(clues.sentences() + clues.codeWords()).find()
                ? MODEL_UNKNOWN
                : FINAL;
    }

    /// Below 500 and without a clear word. Callers are not blamed on a guess: without a word about the
    /// request it is simply a failure.
    private static FailureKind byVagueWords(Phase phase, int status, Clues clues) {
        var vague = match(VAGUE, clues.codeWords(), clues.sentences());
        if (vague.isPresent()) {
            return vague.get();
        }
        if (status >= 300) {
            return FINAL;
        }
        return withoutWords(phase, clues);
    }

    /// A yes that brought nothing.
    private static FailureKind withoutWords(Phase phase, Clues clues) {
        var said = clues.codeWords() + clues.sentences();
        if (ENDED_BY_HAND.matcher(said).find() || NOT_FOUND.matcher(said).find()) {
            return FINAL;
        }
        return phase == Phase.SUBMIT || phase == Phase.STREAM ? FINAL : BROKEN;
    }

    private static FailureKind ofLine(Phase phase, LineFault fault) {
        boolean submit = phase == Phase.SUBMIT;
        return switch (fault) {
            case DNS, CONNECT -> OVERLOADED;
            case TLS -> OUT_OF_SERVICE;
            case FORBIDDEN_ADDRESS, TOO_LARGE -> FINAL;
            case READ_TIMEOUT -> submit ? EXPIRED : TIMEOUT;
            case RESET ->
                    submit || phase == Phase.STREAM
                            ? FINAL
                            : phase == Phase.RESULT ? BROKEN : OVERLOADED;
            case TRUNCATED -> submit || phase == Phase.STREAM ? FINAL : BROKEN;
        };
    }
}
