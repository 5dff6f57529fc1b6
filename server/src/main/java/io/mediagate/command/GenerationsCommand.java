package io.mediagate.command;

import io.mediagate.admin.AdminActions;
import io.mediagate.admin.AdminJson;
import io.mediagate.admin.Concern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/// Generations as the operator sees them.
@Command(name = "generations", description = "Lists generations that need a look.")
final class GenerationsCommand {

    @Command(
            name = "concerns",
            description =
                    "Lists what waits for more than ten minutes, and what nobody follows or ends. explain"
                            + " lists what a vendor may have billed in vain.")
    static final class Concerns extends Action {
        Concerns(Shell shell) {
            super(shell);
        }

        @Override
        int run(AdminActions actions) {
            var concerns = actions.concerns();
            show(
                    Map.of("concerns", concerns),
                    () -> {
                        if (concerns.isEmpty()) {
                            shell().print("There is nothing to look at.");
                        } else {
                            Table.lines(rows(concerns)).forEach(shell()::print);
                        }
                    });
            return DONE;
        }

        private static List<List<String>> rows(List<Concern> concerns) {
            var rows = new ArrayList<List<String>>();
            rows.add(List.of("WHY", "SINCE", "ID", "WORKSPACE", "MODEL", "PROVIDER", "PRICE"));
            for (var it : concerns) {
                rows.add(
                        List.of(
                                AdminJson.spelling(it.kind()),
                                it.since().toString(),
                                it.generationId(),
                                it.workspace(),
                                it.model(),
                                it.provider().orElse("-"),
                                it.price().toString()));
            }
            return rows;
        }
    }
}
