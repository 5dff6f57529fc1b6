package io.mediagate.command;

import io.mediagate.admin.AdminActions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Who owns keys, credits and generations.
@Command(name = "workspaces", description = "Makes and lists workspaces.")
final class WorkspacesCommand {

    @Command(name = "create", description = "Makes a workspace.")
    static final class Create extends Action {
        @Parameters(paramLabel = "NAME", description = "Lower-case letters, digits and dashes.")
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
