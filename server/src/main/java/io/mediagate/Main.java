package io.mediagate;

import io.mediagate.command.CommandLineRoot;

/// Where the process begins: the command line decides what runs, `Gateway` is what it may start.
public final class Main {
    private Main() {}

    static void main(String[] arguments) {
        System.exit(CommandLineRoot.run(new Gateway(), System.getenv(), arguments));
    }
}
