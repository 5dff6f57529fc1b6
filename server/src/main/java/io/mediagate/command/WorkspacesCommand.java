package io.mediagate.command;

import io.mediagate.admin.AdminActions;
import io.mediagate.admin.AdminActions.FileTerms;
import io.mediagate.config.Units;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Who owns keys, credits and generations.
@Command(
        name = "workspaces",
        description = "Makes and lists workspaces, and sets how long they keep files.")
final class WorkspacesCommand {

    @Command(name = "create", description = "Makes a workspace.")
    static final class Create extends Action {
        @Parameters(
                paramLabel = "NAME",
                description =
                        "At most 63 lower-case letters, digits, dots, dashes and underscores.")
        private String name = "";

        Create(Shell shell) {
            super(shell);
        }

        @Override
        int run(AdminActions actions) {
            var workspace = actions.createWorkspace(name);
            show(
                    workspace,
                    () ->
                            shell().print(
                                            "Made workspace %s (%s)."
                                                    .formatted(workspace.name(), workspace.id())));
            return DONE;
        }
    }

    @Command(
            name = "files",
            description =
                    "Sets how long a workspace's results are kept and what its files may take; what is"
                            + " not named is as the settings say again.")
    static final class KeepFiles extends Action {
        @Parameters(paramLabel = "NAME", description = "The workspace.")
        private String name = "";

        @Option(
                names = "--retention",
                paramLabel = "TIME",
                description = "How long results are kept, such as 30d.")
        private Optional<String> retention = Optional.empty();

        @Option(
                names = "--quota",
                paramLabel = "SIZE",
                description = "What its files may take, such as 10GiB.")
        private Optional<String> quota = Optional.empty();

        KeepFiles(Shell shell) {
            super(shell);
        }

        @Override
        int run(AdminActions actions) {
            var terms = actions.keepFiles(terms());
            show(
                    terms,
                    () ->
                            shell().print(
                                            "Files of %s: results for %s, at most %s."
                                                    .formatted(
                                                            name,
                                                            retention.orElse(
                                                                    "as long as the settings say"),
                                                            quota.orElse(
                                                                    "what the settings say"))));
            return DONE;
        }

        private FileTerms terms() {
            try {
                return new FileTerms(
                        name,
                        retention.map(text -> Units.duration(text).toSeconds()),
                        quota.map(Units::bytes));
            } catch (IllegalArgumentException | DateTimeException e) {
                throw Problem.of(
                        ErrorCode.INVALID_REQUEST,
                        "Write a retention as 30d or 12h, and a quota as 500MiB or 10GiB.");
            }
        }
    }

    @Command(name = "list", description = "Lists the workspaces.")
    static final class ListWorkspaces extends Action {
        ListWorkspaces(Shell shell) {
            super(shell);
        }

        @Override
        int run(AdminActions actions) {
            var workspaces = actions.workspaces();
            show(
                    workspaces,
                    () -> {
                        var rows = new ArrayList<List<String>>();
                        rows.add(List.of("NAME", "ID", "MADE"));
                        workspaces.forEach(workspace ->
                                rows.add(
                                        List.of(
                                                workspace.name(),
                                                workspace.id(),
                                                workspace.createdAt().toString())));
                        Table.lines(rows).forEach(shell()::print);
                    });
            return DONE;
        }
    }
}
