package io.mediagate.command;

import io.mediagate.account.Workspaces;
import io.mediagate.admin.AdminActions;
import io.mediagate.admin.AdminActions.EndpointView;
import io.mediagate.admin.AdminJson;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Callers' endpoints, as their operator deals with them.
@Command(name = "webhooks", description = "Shows and switches endpoints, and forwards events.")
final class WebhooksCommand {

    /// A command about the endpoints of one workspace.
    abstract static class OfWorkspace extends Action {
        @Option(
                names = "--workspace",
                paramLabel = "NAME",
                description = "The workspace (${DEFAULT-VALUE}).")
        private String workspace = Workspaces.DEFAULT;

        OfWorkspace(Shell shell) {
            super(shell);
        }

        String workspace() {
            return workspace;
        }
    }

    @Command(name = "list", description = "Lists a workspace's endpoints, the oldest first.")
    static final class ListEndpoints extends OfWorkspace {
        ListEndpoints(Shell shell) {
            super(shell);
        }

        @Override
        int run(AdminActions actions) {
            var endpoints = actions.endpoints(workspace());
            show(endpoints, () -> print(endpoints));
            return DONE;
        }

        private void print(List<EndpointView> endpoints) {
            var rows = new ArrayList<List<String>>();
            rows.add(List.of("ID", "MODE", "URL", "EVENTS", "STATE"));
            for (var endpoint : endpoints) {
                rows.add(
                        List.of(
                                endpoint.id(),
                                AdminJson.spelling(endpoint.mode()),
                                endpoint.url(),
                                String.join(",", endpoint.events()),
                                state(endpoint)));
            }
            Table.lines(rows).forEach(shell()::print);
        }
    }

    private static String state(EndpointView endpoint) {
        if (!endpoint.enabled()) {
            return endpoint.disabledReason().map("disabled: "::concat).orElse("disabled");
        }
        return endpoint.failingSince().map(at -> "failing since " + at).orElse("enabled");
    }

    @Command(name = "enable", description = "Enables an endpoint; what waited for it is sent.")
    static final class Enable extends OfWorkspace {
        @Parameters(paramLabel = "ENDPOINT_ID", description = "Its id, whe_….")
        private String id = "";

        Enable(Shell shell) {
            super(shell);
        }

        @Override
        int run(AdminActions actions) {
            var endpoint = actions.enableEndpoint(workspace(), id);
            show(endpoint, () -> shell().print(id + " is " + state(endpoint) + "."));
            return DONE;
        }
    }

    @Command(name = "disable", description = "Disables an endpoint: nothing is sent to it.")
    static final class Disable extends OfWorkspace {
        @Parameters(paramLabel = "ENDPOINT_ID", description = "Its id, whe_….")
        private String id = "";

        Disable(Shell shell) {
            super(shell);
        }

        @Override
        int run(AdminActions actions) {
            var endpoint = actions.disableEndpoint(workspace(), id);
            show(endpoint, () -> shell().print(id + " is " + state(endpoint) + "."));
            return DONE;
        }
    }
}
