package io.mediagate.command;

import io.helidon.webserver.WebServer;
import io.mediagate.admin.AdminRoutes;
import io.mediagate.admin.AdminToken;
import io.mediagate.admin.Office;
import io.mediagate.config.Config;
import io.mediagate.credits.Ledger;
import io.mediagate.credits.PostgresLedger;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.error.Untrusted;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.Remedy;
import io.mediagate.provider.http.Failures;
import io.mediagate.storage.ConfiguredDatabase;
import io.mediagate.storage.Database;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// A program that only has the operators' actions.
final class FakeProgram implements Program {
    private static final ProviderFailure REFUSES_THE_KEY =
            new ProviderFailure(
                    ErrorCode.PROVIDER_UNAVAILABLE,
                    new Untrusted("the key is wrong"),
                    false,
                    Optional.of(Remedy.CHECK_KEY),
                    Optional.empty());

    @Override
    public Service start(Config config, Path dataFolder) {
        var storage = ConfiguredDatabase.open(config.database(), dataFolder);
        var office =
                Office.on(storage.database(), ledger(storage.database()), InstantSource.system());
        var routes = new AdminRoutes(office, AdminToken.read(dataFolder).orElseThrow());
        try {
            var server =
                    WebServer.builder()
                            .host(config.server().host())
                            .port(config.server().port())
                            .shutdownHook(false)
                            .routing(routing ->
                                    routing.register(AdminRoutes.PATH, routes)
                                            .error(
                                                    Problem.class,
                                                    (request, response, problem) ->
                                                            response.status(problem.status())
                                                                    .send(
                                                                            "{\"message\":\""
                                                                                    + problem
                                                                                            .message()
                                                                                    + "\"}")))
                            .build()
                            .start();
            if (!server.isRunning()) {
                throw new UncheckedIOException(new BindException("the port is taken"));
            }
            return new Running(server, storage, office);
        } catch (RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    @Override
    public Map<String, Failures> failures() {
        return Map.of("acme", _ -> REFUSES_THE_KEY);
    }

    @Override
    public int models(Config config) {
        return 1;
    }

    @Override
    public Ledger ledger(Database database) {
        return new PostgresLedger(database, InstantSource.system());
    }

    private record Running(WebServer server, ConfiguredDatabase storage, Office office)
            implements Service {
        @Override
        public int port() {
            return server.port();
        }

        @Override
        public String sampleModel() {
            return "painter/picture";
        }

        @Override
        public void stop() {
            server.stop();
            storage.close();
        }
    }
}
