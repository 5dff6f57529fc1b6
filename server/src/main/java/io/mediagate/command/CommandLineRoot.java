package io.mediagate.command;

import io.mediagate.catalog.CatalogFault;
import io.mediagate.config.InvalidConfig;
import io.mediagate.error.Problem;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/// `./mediagate`: the tree of commands, and what becomes of their failures.
@Command(
        name = "mediagate",
        description = "One HTTP API in front of every vendor of generated media.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = CommandLineRoot.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class CommandLineRoot {
    private static final Logger LOG = LoggerFactory.getLogger(CommandLineRoot.class);
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;
    private static final String WARM_UP = "warm-up";

    private CommandLineRoot() {}

    /// Runs one command; the process's exit code.
    public static int run(Program program, Map<String, String> environment, String... arguments) {
        var utf8 = java.nio.charset.StandardCharsets.UTF_8;
        var out = new PrintWriter(System.out, true, utf8);
        var err = new PrintWriter(System.err, true, utf8);
        var shell = new Shell(program, environment, out, err);
        return of(shell, new Stop("INT", "TERM"), arguments).execute(arguments);
    }

    /// The tree of commands, as far as these words need it. Reading a command's options by reflection takes
    /// its time, and all of them a fifth of what the gateway needs to start: where the first word names a
    /// command, the others are left out. Words that name none get the whole tree, to be helped by, and so
    /// does the warm-up, by which the JVM gets to know all of it.
    static CommandLine of(Shell shell, Stop stop, String... words) {
        var root = new CommandLine(new CommandLineRoot());
        var commands = commands(shell, stop);
        var named =
                Arrays.stream(words)
                        .limit(1)
                        .filter(word -> commands.containsKey(word) && !word.equals(WARM_UP))
                        .collect(Collectors.toSet());
        commands.forEach((name, command) -> {
            if (named.isEmpty() || named.contains(name)) {
                root.addSubcommand(name, command.get());
            }
        });
        return root.setOut(shell.out())
                .setErr(shell.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Instant.class, new When(InstantSource.system()))
                .setExecutionExceptionHandler((failure, command, result) -> failed(shell, failure));
    }

    /// How to make each, by its name, in the order of the help.
    private static Map<String, Supplier<Object>> commands(Shell shell, Stop stop) {
        var commands = new LinkedHashMap<String, Supplier<Object>>();
        commands.put("serve", () -> new ServeCommand(shell, stop));
        commands.put(WARM_UP, () -> new WarmUpCommand(shell));
        commands.put("check", CheckCommand::new);
        commands.put("bench", BenchCommand::new);
        commands.put(
                "keys",
                () ->
                        new CommandLine(new KeysCommand())
                                .addSubcommand(new KeysCommand.Create(shell))
                                .addSubcommand(new KeysCommand.ListKeys(shell))
                                .addSubcommand(new KeysCommand.Update(shell))
                                .addSubcommand(new KeysCommand.Rotate(shell))
                                .addSubcommand(new KeysCommand.Revoke(shell)));
        commands.put(
                "credits",
                () ->
                        new CommandLine(new CreditsCommand())
                                .addSubcommand(new CreditsCommand.Show(shell))
                                .addSubcommand(new CreditsCommand.Grant(shell))
                                .addSubcommand(new CreditsCommand.Withdraw(shell)));
        commands.put(
                "workspaces",
                () ->
                        new CommandLine(new WorkspacesCommand())
                                .addSubcommand(new WorkspacesCommand.Create(shell))
                                .addSubcommand(new WorkspacesCommand.ListWorkspaces(shell))
                                .addSubcommand(new WorkspacesCommand.KeepFiles(shell)));
        commands.put(
                "webhooks",
                () ->
                        new CommandLine(new WebhooksCommand())
                                .addSubcommand(new WebhooksCommand.ListEndpoints(shell))
                                .addSubcommand(new WebhooksCommand.Enable(shell))
                                .addSubcommand(new WebhooksCommand.Disable(shell))
                                .addSubcommand(new ListenCommand(shell)));
        commands.put(
                "ledger",
                () ->
                        new CommandLine(new LedgerCommand())
                                .addSubcommand(new LedgerCommand.Verify(shell)));
        commands.put("explain", () -> new ExplainCommand(shell));
        commands.put(
                "generations",
                () ->
                        new CommandLine(new GenerationsCommand())
                                .addSubcommand(new GenerationsCommand.Concerns(shell)));
        commands.put("audit", () -> new AuditCommand(shell));
        commands.put("doctor", () -> new DoctorCommand(shell));
        commands.put("classify", () -> new ClassifyCommand(shell, System.in));
        return commands;
    }

    /// What an operator can mend is one line for each thing; only a bug comes with its stack.
    private static int failed(Shell shell, Exception failure) {
        switch (failure) {
            case InvalidConfig invalid -> {
                invalid.faults().forEach(fault -> shell.remark("mediagate: " + fault));
                return WRONG_USE;
            }
            case CatalogFault wrong -> {
                wrong.faults().forEach(fault -> shell.remark("mediagate: catalogue: " + fault));
                return WRONG_USE;
            }
            case CommandFailure known -> shell.remark("mediagate: " + known.getMessage());
            case Problem problem -> shell.remark("mediagate: " + problem.message());
            default -> {
                shell.remark("mediagate: it cannot go on: " + reason(failure));
                LOG.error("unexpected failure", failure);
            }
        }
        return FAILED;
    }

    private static String reason(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /// The version of the jar.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = CommandLineRoot.class.getPackage().getImplementationVersion();
            return new String[] {"Mediagate " + (version == null ? "development" : version)};
        }
    }
}
