package io.mediagate.command;

import io.mediagate.admin.AdminActions;
import io.mediagate.generation.Timeline.UnknownOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What happened to a generation behind the scenes.
@Command(
        name = "explain",
        description = {
            "Tells what happened to a generation: routes, attempts, times, and what vendors said.",
            "Without an id: lists attempts that may exist at a vendor and be billed, and that no caller"
                    + " has paid for."
        })
final class ExplainCommand extends Action {
    @Parameters(paramLabel = "GENERATION_ID", arity = "0..1", description = "Its id, gen_….")
    private String id = "";

    ExplainCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run(AdminActions actions) {
        if (id.isEmpty()) {
            var unknown = actions.unknownOutcomes();
            show(unknown, () -> lines(unknown, Instant.now()).forEach(shell()::print));
        } else {
            var timeline = actions.explain(id);
            show(timeline, () -> new TimelineText(timeline).lines().forEach(shell()::print));
        }
        return DONE;
    }

    static List<String> lines(List<UnknownOutcome> outcomes, Instant now) {
        if (outcomes.isEmpty()) {
            return List.of("Every attempt's outcome is known.");
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("GENERATION", "ATTEMPT", "PROVIDER", "MODEL", "AGE", "CREDITS"));
        for (var outcome : outcomes) {
            rows.add(
                    List.of(
                            outcome.generationId(),
                            String.valueOf(outcome.attempt()),
                            outcome.provider(),
                            outcome.model(),
                            age(Duration.between(outcome.submittedAt(), now)),
                            String.valueOf(outcome.price())));
        }
        return Table.lines(rows);
    }

    private static String age(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + " d";
        }
        return age.toHours() > 0 ? age.toHours() + " h" : age.toMinutes() + " min";
    }
}
