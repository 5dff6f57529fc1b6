package io.mediagate.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Stands in the help. The launcher itself runs the checks, since they build this program.
@Command(
        name = "check",
        description =
                "Builds and runs every check and test, as the CI does (the launcher does it).")
final class CheckCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new CommandFailure("check is run by the launcher: ./mediagate check");
    }
}
