package io.mediagate.provider.http;

import static io.mediagate.provider.http.FailureKind.BROKEN;
import static io.mediagate.provider.http.FailureKind.CONTENT;
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
import java.util.Optional;
import java.util.Set;

/// What failures say in common, whoever the vendor is. Words outweigh the status, because vendors refuse
/// content with 400, report empty accounts with 429 and fail with 200; among words the one that says
/// most comes first. The words stand in `failures/*.txt`.
final class SharedRules {
    private static final PhraseBook WORDS = PhraseBook.bundled();

    private static final Phrase ENDED_BY_HAND = Phrase.of("canceled|cancelled|aborted|deleted");
    private static final Phrase NOT_FOUND = Phrase.of("not found|exist");
    private static final Phrase UNKNOWN =
            Phrase.of("no|unknown such|status|task|model|application");

    /// What stays true of a thing that is gone or was never there.
    private static final Set<FailureKind> ABOUT_US_OR_CONTENT = Set.of(CREDENTIALS, FUNDS, CONTENT);

    private SharedRules() {}

    static FailureKind kind(VendorAnswer answer, Clues clues) {
        int status = answer.status().orElse(0);
        var phase = answer.phase();
        var meaning = WORDS.meaning(clues.words());
        var clear = meaning.filter(PhraseBook.Meaning::clear).map(PhraseBook.Meaning::kind);
        if (answer.fault().isPresent() && !saysEnough(phase, status, clear)) {
            return ofLine(phase, answer.fault().get());
        }
        if (isGone(phase, status, clues)) {
            return clear.filter(ABOUT_US_OR_CONTENT::contains)
                    .filter(_ -> clues.shape() != Clues.Shape.MARKUP)
                    .orElse(FINAL);
        }
        return clear.map(kind -> weighed(kind, phase, status))
                .orElseGet(() -> byStatus(phase, status, clues, meaning));
    }

    /// Whether what came before the line broke tells why already.
    private static boolean saysEnough(Phase phase, int status, Optional<FailureKind> clear) {
        return status >= 400 || (phase == Phase.STREAM && clear.isPresent());
    }

    /// Links to results end in a store's refusal, not in the vendor's.
    private static boolean isGone(Phase phase, int status, Clues clues) {
        boolean refused = status >= 400 && status < 500;
        return switch (phase) {
            case RESULT ->
                    status == 403
                            || status == 404
                            || status == 410
                            || (refused && clues.shape() == Clues.Shape.MARKUP);
            case POLL -> status == 404 || status == 410;
            case SUBMIT, STREAM, TRANSPORT -> false;
        };
    }

    /// A few statuses say more than words that fit two things.
    private static FailureKind weighed(FailureKind kind, Phase phase, int status) {
        if (kind == TIMEOUT && phase == Phase.SUBMIT && (status == 504 || status == 524)) {
            return EXPIRED;
        }
        if (kind == MODEL_UNKNOWN && phase == Phase.POLL) {
            return FINAL;
        }
        return kind;
    }

    private static FailureKind byStatus(
            Phase phase, int status, Clues clues, Optional<PhraseBook.Meaning> vague) {
        return switch (status) {
            case 401, 407 -> CREDENTIALS;
            case 402 -> FUNDS;
            case 403, 451 -> PERMISSION;
            case 404, 405, 410 -> notThere(phase, clues);
            case 408 -> TIMEOUT;
            case 413, 414, 415, 422 -> INPUT;
            case 429 -> RATE;
            case 502, 503, 520, 521, 522, 523, 525, 526, 527, 529, 530 -> OVERLOADED;
            case 504, 524 -> phase == Phase.SUBMIT ? EXPIRED : TIMEOUT;
            default ->
                    status >= 500
                            ? BROKEN
                            : vague.map(PhraseBook.Meaning::kind)
                                    .orElseGet(() -> withoutWords(phase, status, clues));
        };
    }

    /// A page that says "not found" is a wrong address of ours; a vendor that says so means the model.
    private static FailureKind notThere(Phase phase, Clues clues) {
        boolean said = clues.shape() == Clues.Shape.JSON && isNotFound(clues.words());
        return phase == Phase.SUBMIT && said ? MODEL_UNKNOWN : FINAL;
    }

    private static boolean isNotFound(Words words) {
        return NOT_FOUND.isIn(words) || UNKNOWN.isIn(words);
    }

    /// Callers are not blamed on a guess: without a word about the request it is simply a failure. And a
    /// yes that brought nothing is one that may bring something next time.
    private static FailureKind withoutWords(Phase phase, int status, Clues clues) {
        if (status >= 300 || ENDED_BY_HAND.isIn(clues.words()) || isNotFound(clues.words())) {
            return FINAL;
        }
        return switch (phase) {
            case SUBMIT -> clues.hasEmptyList() ? BROKEN : FINAL;
            case STREAM, TRANSPORT -> FINAL;
            case POLL, RESULT -> BROKEN;
        };
    }

    private static FailureKind ofLine(Phase phase, LineFault fault) {
        // Where it is not known what was asked, it may have been a submission.
        boolean submit = phase == Phase.SUBMIT || phase == Phase.TRANSPORT;
        return switch (fault) {
            case DNS, CONNECT -> OVERLOADED;
            case TLS -> OUT_OF_SERVICE;
            case FORBIDDEN_ADDRESS, TOO_LARGE -> FINAL;
            case READ_TIMEOUT -> submit ? EXPIRED : TIMEOUT;
            case RESET ->
                    submit || phase == Phase.STREAM
                            ? FINAL
                            : phase == Phase.RESULT ? BROKEN : OVERLOADED;
            case TRUNCATED, NO_ROOM -> submit || phase == Phase.STREAM ? FINAL : BROKEN;
        };
    }
}
