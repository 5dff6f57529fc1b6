package io.mediagate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.storage.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    @TempDir private Path folder = Path.of("");

    private final Console out = new Console();
    private final Console err = new Console();
    private final Map<String, String> environment = new HashMap<>();

    @Test
    void showsEveryCommandAndOption() {
        assertThat(run("--help")).isZero();

        assertThat(String.join("\n", out.rest()))
                .contains("serve", "check", "bench", "keys", "credits", "ledger", "workspaces")
                .contains("explain", "classify", "doctor", "generations", "audit")
                .doesNotContain("warm-up");
        assertThat(run("serve", "--help")).isZero();
        assertThat(String.join("\n", out.rest()))
                .contains("--port", "--host", "--data", "--config", "--set");
        assertThat(run("keys", "create", "--help")).isZero();
        assertThat(run("--version")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kies|2|Unmatched argument",
                "keys|2|Missing required subcommand",
                "keys create --life|2|Unknown option",
                "keys create --live --test|2|mutually exclusive",
                "keys create --expires soon|2|must be a date",
                "keys revoke|2|Missing required parameter",
                "keys rotate key_1 --overlap soon|2|must be a time such as 24h",
                "keys update key_1 --rpm many|2|Invalid value for option '--rpm'",
                "credits grant|2|--amount",
                "credits grant --amount many|2|--amount",
                "credits grant --amount 5 --bucket pail|2|PERMANENT",
                "serve --port 99999|2|server.port must be a whole number",
                "serve --set server.prot=1|2|did you mean server.port?",
                "keys list --config /none.yaml|2|the configuration file /none.yaml cannot be read",
                "check|1|./mediagate check"
            })
    void refusesWrongUseInAFewLines(String line, int code, String says) {
        var words = new ArrayList<>(List.of(line.split(" ", -1)));
        if (words.size() > 1 && !line.equals("check")) {
            words.addAll(List.of("--data", folder.toString()));
        }

        assertThat(run(words.toArray(String[]::new))).isEqualTo(code);

        assertThat(String.join("\n", err.rest())).contains(says).doesNotContain("\tat ");
    }

    @Test
    void knowsEveryCommandByItsNameAndReadsOnlyTheOneThatIsCalled() {
        var whole = CommandLineRoot.of(shell(), new Stop()).getSubcommands();

        assertThat(whole).hasSizeGreaterThan(10);
        whole.forEach((name, command) -> {
            assertThat(command.getCommandSpec().name()).isEqualTo(name);
            var read = CommandLineRoot.of(shell(), new Stop(), name, "--help").getSubcommands();
            assertThat(read.keySet())
                    .isEqualTo(name.equals("warm-up") ? whole.keySet() : Set.of(name));
        });
        assertThat(CommandLineRoot.of(shell(), new Stop(), "kyes").getSubcommands())
                .containsOnlyKeys(whole.keySet());
    }

    @Test
    void asksForAStartWhenThereIsNoDataFolder() {
        var missing = folder.resolve("missing");

        assertThat(run("keys", "list", "--data", missing.toString())).isEqualTo(1);

        assertThat(err.rest())
                .singleElement()
                .asString()
                .startsWith("mediagate: there is no data folder " + missing);
        assertThat(missing).doesNotExist();
    }

    @Test
    void worksOnTheDatabaseWhileNoGatewayRuns() throws Exception {
        useDatabase();

        assertThat(at("keys", "create", "--live", "--name", "till")).isZero();
        var key = out.next();
        assertThat(key).matches("mg_live_[0-9A-Za-z]{38}");
        assertThat(err.next()).startsWith("A live key of workspace default, called till (key_");

        assertThat(at("keys", "list")).isZero();
        assertThat(out.next()).startsWith("ID");
        var row = out.next();
        assertThat(row).contains(key.substring(0, 12) + "…", "till", "active");

        var id = row.substring(0, row.indexOf(' '));
        assertThat(at("keys", "update", id, "--rpm", "60", "--models", "a/b,c/*")).isZero();
        assertThat(out.next()).isEqualTo(id + " has limits: 60 requests/min, only a/b c/*");
        assertThat(at("keys", "update", id, "--rpm", "0", "--concurrent", "5", "--models", "all"))
                .isZero();
        assertThat(out.next()).isEqualTo(id + " has limits: 5 at once");
        assertThat(at("keys", "rotate", id, "--overlap", "1h")).isZero();
        assertThat(out.next()).matches("mg_live_[0-9A-Za-z]{38}").isNotEqualTo(key);
        assertThat(err.next()).startsWith("The new text of " + id + "; the former one ends at ");

        assertThat(at("keys", "revoke", id)).isZero();
        assertThat(out.next()).isEqualTo(id + " is revoked.");
        assertThat(at("keys", "revoke", id)).isZero();
        assertThat(out.next()).isEqualTo(id + " had been revoked before.");

        assertThat(at("credits", "grant", "--amount", "12", "--json")).isZero();
        assertThat(String.join("", out.rest())).contains("\"permanent\" : 12", "\"added\" : true");
        assertThat(at("credits", "show")).isZero();
        assertThat(out.rest())
                .containsExactly(
                        "Workspace default, test mode",
                        "  subscription  0",
                        "  permanent     12",
                        "  total         12",
                        "  held          0");
        assertThat(at("ledger", "verify")).isZero();
        assertThat(out.next()).isEqualTo("The books add up.");
    }

    @Test
    void takesCreditsBackAndShowsWhoDidIt() throws Exception {
        useDatabase();
        assertThat(at("credits", "grant", "--amount", "12")).isZero();
        out.rest();

        assertThat(at("credits", "withdraw", "--amount", "5", "--reason", "paid twice")).isZero();
        assertThat(out.next()).matches("Took back 5 credits \\(withdrawal_\\w{26}\\)\\.");
        assertThat(out.rest()).contains("  permanent     7");
        for (var line :
                List.of(
                        "Took back 1 credits (invoice-7).",
                        "There is a withdrawal invoice-7 already; nothing was taken.")) {
            assertThat(
                            at(
                                    "credits",
                                    "withdraw",
                                    "--amount",
                                    "1",
                                    "--reason",
                                    "again",
                                    "--id",
                                    "invoice-7"))
                    .isZero();
            assertThat(out.rest()).contains(line, "  permanent     6");
        }
        assertThat(at("credits", "withdraw", "--amount", "8", "--reason", "too much")).isEqualTo(1);
        assertThat(err.next()).contains("Only 6 credits can be taken back");
        assertThat(at("audit", "--limit", "5")).isZero();
        assertThat(String.join("\n", out.rest())).contains("credits.withdraw", "paid twice");
        assertThat(at("generations", "concerns")).isZero();
        assertThat(out.next()).isEqualTo("There is nothing to look at.");
        assertThat(at("doctor")).isZero();
        assertThat(String.join("\n", out.rest())).contains("database", "the books add up");
    }

    @Test
    void saysInOneLineWhyAnActionIsRefused() {
        useDatabase();

        assertThat(at("keys", "create", "--workspace", "nobody")).isEqualTo(1);

        assertThat(err.rest())
                .containsExactly(
                        "mediagate: There is no workspace called nobody; there is default.");
    }

    @Test
    void servesUntilItIsStoppedAndCommandsFindTheRunningGateway() throws Exception {
        useDatabase();
        var stop = new Stop();
        var served = serve(stop);
        var ready = out.next();
        assertThat(ready).matches("Mediagate is ready at http://127\\.0\\.0\\.1:\\d+");
        out.next();
        var key = out.next();
        assertThat(key).matches("Your test key: mg_test_\\w{38}  \\(shown once; make another .*");
        var greeting = List.of(out.next(), out.next(), out.next(), out.next());
        assertThat(greeting.get(3))
                .startsWith("curl -s http://127.0.0.1:")
                .contains("/api/v1/generation/painter/picture", "Prefer: wait=30");
        assertThat(folder.resolve("gateway.json")).content().contains("\"pid\"");
        out.rest();

        assertThat(at("credits", "show")).isZero();
        assertThat(out.rest()).contains("  permanent     10000");
        assertThat(at("workspaces", "create", "shop")).isZero();
        assertThat(at("workspaces", "create", "shop")).isEqualTo(1);
        assertThat(err.rest())
                .containsExactly("mediagate: There is a workspace called shop already.");
        out.rest();
        assertThat(at("workspaces", "files", "shop", "--retention", "30d", "--quota", "2GiB"))
                .isZero();
        assertThat(out.rest()).containsExactly("Files of shop: results for 30d, at most 2GiB.");
        assertThat(at("workspaces", "files", "shop", "--quota", "much")).isEqualTo(1);
        assertThat(err.rest())
                .containsExactly(
                        "mediagate: Write a retention as 30d or 12h, and a quota as 500MiB or 10GiB.");
        assertThat(at("serve", "--port", "0")).isEqualTo(1);
        assertThat(err.rest())
                .singleElement()
                .asString()
                .contains("is in use by the gateway of process");

        stop.wish(0);
        assertThat(served.get(60, TimeUnit.SECONDS)).isZero();
        assertThat(folder.resolve("gateway.json")).doesNotExist();
        out.rest();
        assertThat(at("workspaces", "list")).isZero();
        assertThat(String.join("\n", out.rest())).contains("shop");
    }

    @Test
    void doesNotBelieveWhatAGatewayThatIsGoneLeftBehind() throws IOException {
        useDatabase();
        Files.writeString(
                folder.resolve("gateway.json"), "{\"pid\":1,\"host\":\"127.0.0.1\",\"port\":1}");

        assertThat(at("workspaces", "list")).isZero();
    }

    @Test
    void saysInOneLineThatThePortIsTaken() throws IOException {
        useDatabase();
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());

            assertThat(at("serve", "--port", port)).isEqualTo(1);

            assertThat(err.rest())
                    .singleElement()
                    .asString()
                    .startsWith("mediagate: port " + port + " on 127.0.0.1 is in use");
        }
    }

    private CompletableFuture<Integer> serve(Stop stop) {
        var command = CommandLineRoot.of(shell(), stop);
        return CompletableFuture.supplyAsync(
                () -> command.execute("serve", "--port", "0", "--data", folder.toString()),
                Executors.newVirtualThreadPerTaskExecutor());
    }

    private void useDatabase() {
        var address = TestDatabase.address();
        environment.put(
                "DATABASE_URL",
                "%s?user=%s&password=%s"
                        .formatted(address.url(), address.user(), address.password().value()));
    }

    private int at(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", folder.toString()));
        return run(all.toArray(String[]::new));
    }

    private int run(String... words) {
        return CommandLineRoot.of(shell(), new Stop(), words).execute(words);
    }

    private Shell shell() {
        return new Shell(new FakeProgram(), environment, out.writer(), err.writer());
    }
}
