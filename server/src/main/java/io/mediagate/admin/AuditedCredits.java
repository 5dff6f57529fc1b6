package io.mediagate.admin;

import com.github.f4b6a3.ulid.UlidCreator;
import io.mediagate.account.Scope;
import io.mediagate.admin.AdminActions.GrantOrder;
import io.mediagate.admin.AdminActions.Granted;
import io.mediagate.admin.AdminActions.WithdrawalOrder;
import io.mediagate.admin.AdminActions.Withdrawn;
import io.mediagate.credits.Bucket;
import io.mediagate.credits.Ledger;
import io.mediagate.credits.WithdrawalAnswer;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What operators do with credits: each move in one transaction with its row in the audit, and neither
/// when it is refused or was asked for before.
final class AuditedCredits {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:-]{1,100}");

    private final Office office;
    private final String actor;

    AuditedCredits(Office office, String actor) {
        this.office = office;
        this.actor = actor;
    }

    Granted grant(GrantOrder order, Scope scope) {
        var grant = checked(order, scope);
        var row =
                row(
                        scope,
                        "credits.grant",
                        grant.id(),
                        Map.of(
                                "mode",
                                AdminJson.spelling(order.mode()),
                                "bucket",
                                grant.bucket().column(),
                                "amount",
                                grant.amount().toString(),
                                "expires_at",
                                grant.expiresAt().toString(),
                                "reason",
                                grant.reason()));
        boolean added =
                office.audit()
                        .with(
                                tx -> office.ledger().grant(tx, grant),
                                done -> done ? Optional.of(row) : Optional.empty());
        return new Granted(grant.id(), added, grant.expiresAt(), office.ledger().balance(scope));
    }

    private Ledger.Grant checked(GrantOrder order, Scope scope) {
        if (order.id().isPresent() && order.expiresAt().isEmpty()) {
            throw invalid(
                    "A grant with an id of your own needs its expiry, too, so that asking again is"
                            + " the same.");
        }
        var now = office.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        var expiresAt = order.expiresAt().orElseGet(() -> usualEnd(order.bucket(), now));
        if (!expiresAt.isAfter(now)) {
            throw invalid("Credits must expire in the future, not at %s.".formatted(expiresAt));
        }
        if (order.amount().amount() == 0) {
            throw invalid("The amount must be at least 1 credit.");
        }
        var id = id(order.id(), "grant");
        return new Ledger.Grant(
                scope, id, order.bucket(), order.amount(), expiresAt, order.reason());
    }

    private static String id(Optional<String> own, String kind) {
        var id = own.orElseGet(() -> kind + "_" + UlidCreator.getMonotonicUlid());
        if (!ID.matcher(id).matches()) {
            throw invalid(
                    "A %s's id has 1 to 100 letters, digits, dots, colons and dashes."
                            .formatted(kind));
        }
        return id;
    }

    private static Problem invalid(String message) {
        return Problem.of(ErrorCode.INVALID_REQUEST, message);
    }

    private static Instant usualEnd(Bucket bucket, Instant now) {
        var today = now.atOffset(ZoneOffset.UTC);
        return switch (bucket) {
            case PERMANENT -> today.plusMonths(12).toInstant();
            case SUBSCRIPTION -> today.plusMonths(1).toInstant();
        };
    }

    Withdrawn withdraw(WithdrawalOrder order, Scope scope) {
        if (order.amount().amount() == 0 || order.reason().isBlank()) {
            throw invalid("A withdrawal has an amount of at least 1 credit, and a reason.");
        }
        var id = id(order.id(), "withdrawal");
        var withdrawal = new Ledger.Withdrawal(scope, id, order.amount(), order.reason());
        var row =
                row(
                        scope,
                        "credits.withdraw",
                        id,
                        Map.of(
                                "mode",
                                AdminJson.spelling(order.mode()),
                                "amount",
                                order.amount().toString(),
                                "reason",
                                order.reason()));
        var answer =
                office.audit()
                        .with(
                                tx -> office.ledger().withdraw(tx, withdrawal),
                                done ->
                                        done instanceof WithdrawalAnswer.Withdrawn
                                                ? Optional.of(row)
                                                : Optional.empty());
        return switch (answer) {
            case WithdrawalAnswer.Withdrawn _ -> withdrawn(id, scope, true);
            case WithdrawalAnswer.Already _ -> withdrawn(id, scope, false);
            case WithdrawalAnswer.TooFew(var available) ->
                    throw Problem.of(
                            ErrorCode.CONFLICT,
                            "Only %s credits can be taken back; the rest is spent or held."
                                    .formatted(available));
        };
    }

    private Withdrawn withdrawn(String id, Scope scope, boolean taken) {
        return new Withdrawn(id, taken, office.ledger().balance(scope));
    }

    private AuditStore.Row row(
            Scope scope, String action, String subject, Map<String, String> detail) {
        var now = office.clock().instant();
        return new AuditStore.Row(scope.workspaceId(), now, actor, action, subject, detail);
    }
}
