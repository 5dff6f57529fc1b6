package io.mediagate.command;

import io.mediagate.admin.AdminActions;
import io.mediagate.admin.AdminJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Who changed what.
@Command(
        name = "audit",
        description = "Lists what operators changed, and what the gateway did about endpoints.")
final class AuditCommand extends Action {
    @Option(
            names = "--workspace",
            paramLabel = "NAME",
            description = "Only of this workspace; otherwise of all.")
    private @Nullable String workspace;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many of the newest, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    AuditCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run(AdminActions actions) {
        var rows = actions.audit(Optional.ofNullable(workspace), limit);
        show(
                Map.of("audit", rows),
                () -> {
                    var lines = new ArrayList<List<String>>();
                    lines.add(List.of("AT", "WHO", "WHAT", "OF", "DETAIL"));
                    rows.forEach(row ->
                            lines.add(
                                    List.of(
                                            row.at().toString(),
                                            row.actor(),
                                            row.action(),
                                            row.subject(),
                                            AdminJson.write(row.detail()))));
                    Table.lines(lines).forEach(shell()::print);
                });
        return DONE;
    }
}
