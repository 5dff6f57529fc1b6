package io.mediagate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void needsNothingToBeSet() {
        var config = Config.defaults();

        assertThat(config.server().port()).isEqualTo(8080);
        assertThat(config.database().server()).isEmpty();
        assertThat(config.generation().takeoverAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.limits().jsonBytes()).isEqualTo(1024 * 1024);
        assertThat(config.sandbox().renderThreads()).isPositive();
    }

    @Test
    void letsTheEnvironmentBeatTheFileAndTheCommandLineBeatBoth() throws IOException {
        var file = file("server: {port: 1001, host: one, drain: 1s}");
        var environment = Map.of("MEDIAGATE_SERVER_PORT", "1002", "MEDIAGATE_SERVER_HOST", "two");

        var config =
                Config.read(
                        new Sources(Optional.of(file), environment, Map.of("server.port", "1003")));

        assertThat(config.server().port()).isEqualTo(1003);
        assertThat(config.server().host()).isEqualTo("two");
        assertThat(config.server().drain().limit()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void takesAnEmptyVariableForNotSet() {
        var config = Config.read(environment(Map.of("MEDIAGATE_SERVER_PORT", "")));

        assertThat(config.server().port()).isEqualTo(8080);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SERVER_PORT|99999|server.port must be a whole number from 0 to 65535, not 99999"
                        + " (in MEDIAGATE_SERVER_PORT)",
                "SERVER_PORT|http|server.port must be a whole number from 0 to 65535, not http"
                        + " (in MEDIAGATE_SERVER_PORT)",
                "GENERATION_HEARTBEAT|PT0.01S|generation.heartbeat must be a duration from 50ms to"
                        + " 1m, not PT0.01S (in MEDIAGATE_GENERATION_HEARTBEAT)",
                "LIMITS_JSON_BODY|1 elephant|limits.json_body must be a size from 1KiB to 64MiB,"
                        + " not 1 elephant (in MEDIAGATE_LIMITS_JSON_BODY)",
                "SANDBOX_PACE|slow|sandbox.pace must be one of lifelike, instant, not slow (in"
                        + " MEDIAGATE_SANDBOX_PACE)",
                "GENERATION_TAKEOVER_AFTER|2s|generation.takeover_after must be at least 3"
                        + " heartbeats (3s), not 2s",
                "SERVER_PUBLIC_URL|ftp://x|server.public_url must be http(s)://host without query,"
                        + " not ftp://x (in MEDIAGATE_SERVER_PUBLIC_URL)"
            })
    void refusesAValueThatCannotBe(String name, String value, String fault) {
        assertThat(faults(environment(Map.of("MEDIAGATE_" + name, value)))).containsExactly(fault);
    }

    @Test
    void namesTheNearestKeyForOneThatDoesNotExist() throws IOException {
        var file = file("server:\n  prot: 80\n");
        var sources =
                new Sources(
                        Optional.of(file),
                        Map.of("MEDIAGATE_SERVER_HOTS", "x"),
                        Map.of("limits.json_bady", "5"));

        assertThat(faults(sources))
                .containsExactly(
                        "server.prot is not a setting (in %s); did you mean server.port?"
                                .formatted(file),
                        "limits.json_bady is not a setting (on the command line); did you mean"
                                + " limits.json_body?",
                        "MEDIAGATE_SERVER_HOTS is not a setting (in the environment); did you mean"
                                + " MEDIAGATE_SERVER_HOST?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MEDIAGATE_DATA",
                "MEDIAGATE_KEY",
                "MEDIAGATE_JAVA_OPTIONS",
                "MEDIAGATE_SERVICE_HOST",
                "MEDIAGATE_SERVICE_PORT_HTTP",
                "MEDIAGATE_PORT",
                "MEDIAGATE_PORT_8080_TCP_ADDR",
                "OTHER_SERVER_PORT"
            })
    void passesOverVariablesThatAreNoSettings(String name) {
        assertThat(Config.read(environment(Map.of(name, "tcp://10.0.0.1:80"))))
                .isEqualTo(Config.defaults());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgres://ann:a%40b@db:6543/gate?sslmode=require"
                        + "|jdbc:postgresql://db:6543/gate?sslmode=require|ann|a@b",
                "postgresql://db/gate|jdbc:postgresql://db:5432/gate|postgres|''",
                "postgres://ann@db|jdbc:postgresql://db:5432/ann|ann|''",
                "jdbc:postgresql://db:5433/gate?user=ann&ssl=true&password=p+w"
                        + "|jdbc:postgresql://db:5433/gate?ssl=true|ann|p+w"
            })
    void readsTheUsualDatabaseUrls(String url, String jdbc, String user, String password) {
        var server =
                Config.read(environment(Map.of("DATABASE_URL", url)))
                        .database()
                        .server()
                        .orElseThrow();

        assertThat(server.url()).isEqualTo(jdbc);
        assertThat(server.user()).isEqualTo(user);
        assertThat(server.password().value()).isEqualTo(password);
    }

    @Test
    void neverRepeatsADatabaseUrlSinceItHoldsAPassword() {
        var faults = faults(environment(Map.of("DATABASE_URL", "mysql://ann:hush@db/gate")));

        assertThat(faults).hasSize(1);
        assertThat(faults.getFirst())
                .startsWith("database.url must look like postgres://")
                .endsWith("(in DATABASE_URL)")
                .doesNotContain("hush");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server: [|is not YAML",
                "just words|must hold sections",
                "server: {port: 1, port: 2}|is not YAML"
            })
    void saysWhatIsWrongWithAFile(String content, String fault) throws IOException {
        var sources = new Sources(Optional.of(file(content)), Map.of(), Map.of());

        assertThat(faults(sources)).singleElement().asString().contains(fault);
    }

    @Test
    void takesAnEmptyFileAndAnEmptySectionForNothing() throws IOException {
        for (var content : List.of("", "# nothing\n", "server:\n")) {
            var sources = new Sources(Optional.of(file(content)), Map.of(), Map.of());

            assertThat(Config.read(sources)).isEqualTo(Config.defaults());
        }
    }

    @Test
    void stopsWhenTheNamedFileIsNotThere() {
        var missing = folder.resolve("missing.yaml");

        assertThat(faults(Sources.of(Optional.of(missing), folder, Map.of(), Map.of())))
                .containsExactly("the configuration file %s cannot be read".formatted(missing));
    }

    @Test
    void findsTheFileInTheDataFolder() throws IOException {
        file("server.port: 1234");

        var config = Config.read(Sources.of(Optional.empty(), folder, Map.of(), Map.of()));

        assertThat(config.server().port()).isEqualTo(1234);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve(Sources.FILE_NAME), content);
    }

    private static Sources environment(Map<String, String> variables) {
        return new Sources(Optional.empty(), variables, Map.of());
    }

    private static List<String> faults(Sources sources) {
        var thrown = catchThrowableOfType(InvalidConfig.class, () -> Config.read(sources));
        return thrown == null ? List.of() : thrown.faults();
    }
}
