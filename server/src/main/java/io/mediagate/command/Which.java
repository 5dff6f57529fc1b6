package io.mediagate.command;

import io.mediagate.account.ApiKeys.Mode;
import io.mediagate.account.Workspaces;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// The options that say whose keys or credits are meant.
final class Which {
    @Option(
            names = "--workspace",
            paramLabel = "NAME",
            description = "The workspace (${DEFAULT-VALUE}).")
    private String workspace = Workspaces.DEFAULT;

    @ArgGroup private ModeOption mode = new ModeOption();

    /// One of the two, or neither.
    static final class ModeOption {
        @Option(names = "--live", description = "Live mode: reaches vendors and costs money.")
        private boolean live;

        @Option(names = "--test", description = "Test mode: the sandbox (the default).")
        private boolean test;
    }

    String workspace() {
        return workspace;
    }

    Mode mode() {
        return mode.live && !mode.test ? Mode.LIVE : Mode.TEST;
    }
}
