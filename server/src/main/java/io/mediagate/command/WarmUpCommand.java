package io.mediagate.command;

import io.mediagate.account.ApiKeys.Mode;
import io.mediagate.account.Workspaces;
import io.mediagate.admin.AdminActions.KeyOrder;
import io.mediagate.admin.AdminToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Starts a gateway in an empty folder, calls it a few times and stops it, so that the JVM can keep what
/// it loaded on the way. The launcher runs it after a build.
@Command(name = "warm-up", hidden = true, description = "Makes later starts quicker.")
final class WarmUpCommand implements Callable<Integer> {
    private static final List<String> VISITS =
            List.of("/healthz", "/readyz", "/api/v1/models", "/api/v1/credits", "/api/v1/nowhere");
    private static final int ROUNDS = 3;

    private final Shell shell;

    @Mixin private Place place = new Place();

    WarmUpCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var folder = place.folder(shell.environment());
        // Whatever the environment says, this touches nothing but its own folder.
        var config = place.config(Map.of(), Map.of("server.host", "127.0.0.1", "server.port", "0"));
        folder.make();
        try (var _ = folder.lock().orElseThrow(() -> new CommandFailure("the folder is in use"))) {
            AdminToken.make(folder.path());
            var service = shell.program().start(config, folder.path());
            try {
                visit(service);
            } finally {
                service.stop();
            }
        }
        return 0;
    }

    private static void visit(Program.Service service) {
        var order = new KeyOrder(Workspaces.DEFAULT, Mode.TEST, "warm-up", Optional.empty());
        var key = service.office().by("warm-up").createKey(order).text().value();
        for (int i = 0; i < ROUNDS; i++) {
            for (var path : VISITS) {
                get("http://127.0.0.1:%d%s".formatted(service.port(), path), key);
            }
        }
    }

    private static void get(String url, String key) {
        try {
            var connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
            connection.setRequestProperty("Authorization", "Bearer " + key);
            int status = connection.getResponseCode();
            try (var in =
                    status < HttpURLConnection.HTTP_BAD_REQUEST
                            ? connection.getInputStream()
                            : connection.getErrorStream()) {
                if (in != null) {
                    in.readAllBytes();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
