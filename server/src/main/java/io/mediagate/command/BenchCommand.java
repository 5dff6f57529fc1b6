package io.mediagate.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Stands in the help. The launcher itself runs the benchmarks, since they measure this program from
/// outside.
@Command(
        name = "bench",
        description =
                "Measures this gateway on this machine (the launcher does it; --help tells how).")
final class BenchCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new CommandFailure("bench is run by the launcher: ./mediagate bench");
    }
}
