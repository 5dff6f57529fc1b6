package io.mediagate.command;

import io.mediagate.admin.AdminActions;
import io.mediagate.admin.AdminJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A command that does or shows something by an operator's action.
abstract class Action implements Callable<Integer> {
    static final int DONE = 0;

    private final Shell shell;

    @Mixin private Place place = new Place();

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    Action(Shell shell) {
        this.shell = shell;
    }

    @Override
    public final Integer call() throws InterruptedException {
        var config = place.config(shell.environment(), java.util.Map.of());
        try (var door = Door.open(shell, place.folder(shell.environment()), config)) {
            return run(door.actions());
        }
    }

    /// Does it; the exit code.
    abstract int run(AdminActions actions) throws InterruptedException;

    Place place() {
        return place;
    }

    Shell shell() {
        return shell;
    }

    /// Prints the value when JSON is asked for, otherwise what `people` prints.
    void show(Object value, Runnable people) {
        if (json) {
            shell.print(AdminJson.writePretty(value));
        } else {
            people.run();
        }
    }
}
