package io.mediagate.command;

import io.mediagate.admin.AdminActions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What happened to a generation behind the scenes.
@Command(
        name = "explain",
        description =
                "Tells what happened to a generation: routes, attempts, times, and what vendors said.")
final class ExplainCommand extends Action {
    @Parameters(paramLabel = "GENERATION_ID", description = "Its id, gen_….")
    private String id = "";

    ExplainCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run(AdminActions actions) {
        var timeline = actions.explain(id);
        show(timeline, () -> new TimelineText(timeline).lines().forEach(shell()::print));
        return DONE;
    }
}
