package io.mediagate.command;

import io.mediagate.admin.AdminActions;
import java.util.Map;
import picocli.CommandLine.Command;

/// The books.
@Command(name = "ledger", description = "Looks after the books.")
final class LedgerCommand {

    @Command(
            name = "verify",
            description = "Proves the books; prints each fault, and then the exit code is 1.")
    static final class Verify extends Action {
        private static final int FAULTY = 1;

        Verify(Shell shell) {
            super(shell);
        }

        @Override
        int run(AdminActions actions) {
            var faults = actions.verifyLedger();
            show(
                    Map.of("faults", faults),
                    () -> {
                        faults.forEach(shell()::print);
                        shell().print(
                                        faults.isEmpty()
                                                ? "The books add up."
                                                : "The books have %d faults."
                                                        .formatted(faults.size()));
                    });
            return faults.isEmpty() ? DONE : FAULTY;
        }
    }
}
