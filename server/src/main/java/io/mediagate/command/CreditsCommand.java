package io.mediagate.command;

import io.mediagate.admin.AdminActions;
import io.mediagate.admin.AdminActions.GrantOrder;
import io.mediagate.admin.AdminActions.WithdrawalOrder;
import io.mediagate.admin.AdminJson;
import io.mediagate.credits.Balance;
import io.mediagate.credits.Bucket;
import io.mediagate.credits.Credits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What a workspace can spend.
@Command(name = "credits", description = "Shows, grants and withdraws credits.")
final class CreditsCommand {

    @Command(name = "show", description = "Shows what can be spent and what is held.")
    static final class Show extends Action {
        @Mixin private Which which = new Which();

        Show(Shell shell) {
            super(shell);
        }

        @Override
        int run(AdminActions actions) {
            var balance = actions.balance(which.workspace(), which.mode());
            show(balance, () -> print(shell(), which, balance));
            return DONE;
        }
    }

    @Command(name = "grant", description = "Adds credits.")
    static final class Grant extends Action {
        @Mixin private Which which = new Which();

        @Option(
                names = "--amount",
                paramLabel = "N",
                required = true,
                description = "How many whole credits.")
        private long amount;

        @Option(
                names = "--bucket",
                paramLabel = "BUCKET",
                description = "permanent (the default) or subscription, which is spent first.")
        private Bucket bucket = Bucket.PERMANENT;

        @Option(
                names = "--expires",
                paramLabel = "WHEN",
                description =
                        "A date, an instant, or a time from now such as 30d. Otherwise twelve months"
                                + " for permanent ones, one month for a subscription's.")
        private @Nullable Instant expires;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the books.")
        private String reason = "granted by the operator";

        @Option(
                names = "--id",
                paramLabel = "ID",
                description = "Your own id of this grant: the same one again adds nothing.")
        private @Nullable String id;

        Grant(Shell shell) {
            super(shell);
        }

        @Override
        int run(AdminActions actions) {
            var granted =
                    actions.grant(
                            new GrantOrder(
                                    which.workspace(),
                                    which.mode(),
                                    bucket,
                                    credits(amount),
                                    Optional.ofNullable(expires),
                                    reason,
                                    Optional.ofNullable(id)));
            show(
                    granted,
                    () -> {
                        shell().print(
                                        granted.added()
                                                ? "Granted %d %s credits until %s (%s)."
                                                        .formatted(
                                                                amount,
                                                                bucket.column(),
                                                                granted.expiresAt(),
                                                                granted.id())
                                                : "There is a grant %s already; nothing was added."
                                                        .formatted(granted.id()));
                        print(shell(), which, granted.balance());
                    });
            return DONE;
        }
    }

    @Command(
            name = "withdraw",
            description =
                    "Takes credits back, in the order in which they are spent; what is held stays held.")
    static final class Withdraw extends Action {
        @Mixin private Which which = new Which();

        @Option(
                names = "--amount",
                paramLabel = "N",
                required = true,
                description = "How many whole credits.")
        private long amount;

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                required = true,
                description = "Why, for the audit.")
        private String reason = "";

        @Option(
                names = "--id",
                paramLabel = "ID",
                description = "Your own id of this withdrawal: the same one again takes nothing.")
        private @Nullable String id;

        Withdraw(Shell shell) {
            super(shell);
        }

        @Override
        int run(AdminActions actions) {
            var withdrawn =
                    actions.withdraw(
                            new WithdrawalOrder(
                                    which.workspace(),
                                    which.mode(),
                                    credits(amount),
                                    reason,
                                    Optional.ofNullable(id)));
            show(
                    withdrawn,
                    () -> {
                        shell().print(
                                        withdrawn.taken()
                                                ? "Took back %d credits (%s)."
                                                        .formatted(amount, withdrawn.id())
                                                : "There is a withdrawal %s already; nothing was taken."
                                                        .formatted(withdrawn.id()));
                        print(shell(), which, withdrawn.balance());
                    });
            return DONE;
        }
    }

    private static Credits credits(long amount) {
        if (amount <= 0) {
            throw new CommandFailure("--amount must be at least 1, not " + amount);
        }
        return new Credits(amount);
    }

    private static void print(Shell shell, Which which, Balance balance) {
        shell.print(
                "Workspace %s, %s mode"
                        .formatted(which.workspace(), AdminJson.spelling(which.mode())));
        Table.lines(
                        List.of(
                                List.of("  subscription", balance.subscription().toString()),
                                List.of("  permanent", balance.permanent().toString()),
                                List.of("  total", balance.total().toString()),
                                List.of("  held", balance.held().toString())))
                .forEach(shell::print);
    }
}
