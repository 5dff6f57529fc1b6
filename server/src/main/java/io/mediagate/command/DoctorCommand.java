package io.mediagate.command;

import io.mediagate.admin.AdminActions;
import io.mediagate.config.Config;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;

/// Whether all is well.
@Command(
        name = "doctor",
        description =
                "Looks at clock, disk, database, books, catalogue, queue, webhooks, the guard of the network and the"
                        + " vendors' accounts; the exit code is 1 when something is at fault.")
final class DoctorCommand extends Action {
    private static final int FAULTY = 1;

    DoctorCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run(AdminActions actions) {
        var config = config();
        var findings =
                new Examination(config, folder(), () -> shell().program().models(config))
                        .of(actions.vitals(), actions.verifyLedger(), Instant.now());
        show(
                Map.of("findings", findings),
                () -> findings.forEach(finding -> shell().print(finding.line())));
        return findings.stream().anyMatch(it -> it.grade() == Finding.Grade.FAULT) ? FAULTY : DONE;
    }

    private Config config() {
        return place().config(shell().environment(), Map.of());
    }

    private java.nio.file.Path folder() {
        return place().folder(shell().environment()).path();
    }
}
