package io.mediagate.config;

import io.mediagate.error.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/// Which PostgreSQL to use.
///
/// @param server empty: our own, in the data folder
/// @param connections how many one node opens at most
public record DatabaseConfig(Optional<Server> server, int connections) {

    /// A PostgreSQL of the operator's.
    ///
    /// @param url a JDBC URL without user and password
    public record Server(String url, String user, Secret password) {}

    private static final int STANDARD_PORT = 5432;

    static DatabaseConfig read(Settings settings) {
        return new DatabaseConfig(
                server(settings), settings.whole("database.connections", 16, 4, 500));
    }

    private static Optional<Server> server(Settings settings) {
        var given =
                settings.given("database.url", "").or(() -> settings.environment("DATABASE_URL"));
        if (given.isEmpty() || given.get().text().isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(server(given.get().text().strip()));
        } catch (IllegalArgumentException e) {
            // The value holds a password, so it is not repeated.
            settings.fault(
                    "database.url must look like postgres://user:password@host:5432/name or"
                            + " jdbc:postgresql://host:5432/name?user=…&password=… (%s)"
                                    .formatted(given.get().where()));
            return Optional.empty();
        }
    }

    private static Server server(String text) {
        var url = URI.create(text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text);
        var scheme = String.valueOf(url.getScheme());
        if (!scheme.matches("postgres(ql)?") || url.getHost() == null) {
            throw new IllegalArgumentException("not an address of PostgreSQL");
        }
        var login = login(url);
        var query = new StringJoiner("&", "?", "").setEmptyValue("");
        for (var parameter : parameters(url)) {
            if (parameter.startsWith("user=")) {
                login = new Login(decoded(parameter.substring("user=".length())), login.password());
            } else if (parameter.startsWith("password=")) {
                login = new Login(login.user(), secret(parameter.substring("password=".length())));
            } else {
                query.add(parameter);
            }
        }
        int port = url.getPort() < 0 ? STANDARD_PORT : url.getPort();
        var path = Objects.requireNonNullElse(url.getRawPath(), "");
        var database = path.length() < 2 ? "/" + login.user() : path;
        return new Server(
                "jdbc:postgresql://%s:%d%s%s".formatted(url.getHost(), port, database, query),
                login.user(),
                login.password());
    }

    private record Login(String user, Secret password) {}

    private static Login login(URI url) {
        var text = Objects.requireNonNullElse(url.getRawUserInfo(), "postgres");
        int colon = text.indexOf(':');
        return colon < 0
                ? new Login(decoded(text), new Secret(""))
                : new Login(decoded(text.substring(0, colon)), secret(text.substring(colon + 1)));
    }

    private static List<String> parameters(URI url) {
        var query = Objects.requireNonNullElse(url.getRawQuery(), "");
        return Pattern.compile("&").splitAsStream(query).filter(text -> !text.isEmpty()).toList();
    }

    private static Secret secret(String encoded) {
        return new Secret(decoded(encoded));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
