package io.mediagate.command;

import io.mediagate.account.ApiKeys.Mode;
import io.mediagate.account.Workspaces;
import io.mediagate.admin.AdminActions.KeyOrder;
import io.mediagate.admin.AdminToken;
import io.mediagate.config.Config;
import io.mediagate.log.Logs;
import java.net.BindException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Starts the gateway, says that it is ready, and stops it in good order when it is asked to.
@Command(name = "serve", description = "Starts the gateway.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private final Shell shell;
    private final Stop stop;

    @Mixin private Place place = new Place();

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port to listen on; 0 takes a free one (server.port).")
    private @Nullable String port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "The address to listen on; 0.0.0.0 for all (server.host).")
    private @Nullable String host;

    ServeCommand(Shell shell, Stop stop) {
        this.shell = shell;
        this.stop = stop;
    }

    @Override
    public Integer call() throws InterruptedException {
        var folder = place.folder(shell.environment());
        var config = place.config(shell.environment(), options());
        Logs.apply(config.telemetry().log());
        folder.make();
        try (var _ = folder.lock().orElseThrow(() -> inUse(folder))) {
            AdminToken.make(folder.path());
            folder.withdraw();
            return stop.guard(() -> serve(config, folder));
        }
    }

    private Map<String, String> options() {
        var options = new HashMap<String, String>();
        Optional.ofNullable(port).ifPresent(value -> options.put("server.port", value));
        Optional.ofNullable(host).ifPresent(value -> options.put("server.host", value));
        return options;
    }

    private static CommandFailure inUse(DataFolder folder) {
        var by =
                folder.announced()
                        .map(running -> "the gateway of process %d".formatted(running.pid()))
                        .orElse("another process");
        return new CommandFailure(
                ("the data folder %s is in use by %s; stop it, or choose another folder with --data"
                                + " DIR")
                        .formatted(folder.path(), by));
    }

    private int serve(Config config, DataFolder folder) throws InterruptedException {
        var service = start(config, folder);
        try {
            var host = config.server().host();
            folder.announce(
                    new DataFolder.Running(ProcessHandle.current().pid(), host, service.port()));
            greet(service, "http://%s:%d".formatted(RemoteActions.host(host), service.port()));
            return stop.await();
        } finally {
            folder.withdraw();
            service.stop();
        }
    }

    private Program.Service start(Config config, DataFolder folder) {
        try {
            return shell.program().start(config, folder.path());
        } catch (RuntimeException e) {
            if (isPortTaken(e)) {
                throw new CommandFailure(
                        ("port %d on %s is in use or may not be taken; choose another with --port N (0 takes"
                                        + " a free one)")
                                .formatted(config.server().port(), config.server().host()),
                        e);
            }
            throw e;
        }
    }

    private static boolean isPortTaken(@Nullable Throwable failure) {
        return failure != null
                && (failure instanceof BindException || isPortTaken(failure.getCause()));
    }

    private void greet(Program.Service service, String url) {
        shell.print("Mediagate is ready at " + url);
        if (service.office().keys().any()) {
            shell.print("Make a key with ./mediagate keys create");
            return;
        }
        var key =
                service.office()
                        .by("the first start")
                        .createKey(
                                new KeyOrder(
                                        Workspaces.DEFAULT,
                                        Mode.TEST,
                                        "first start",
                                        Optional.empty()))
                        .text()
                        .value();
        shell.print("");
        shell.print(
                "Your test key: %s  (shown once; make another with ./mediagate keys create)"
                        .formatted(key));
        shell.print("");
        shell.print("Try it:");
        shell.print("");
        shell.print(
                "curl -s %s/api/v1/generation/%s -H 'Authorization: Bearer %s' -H 'Content-Type:"
                                .formatted(url, service.sampleModel(), key)
                        + " application/json' -H 'Prefer: wait=30' -d '{\"prompt\":\"a lighthouse"
                        + " above the clouds at dawn\"}'");
        shell.print("");
    }
}
