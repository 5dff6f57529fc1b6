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
import java.util.Set;
import java.util.function.Supplier;
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
    /// its time, and that of all of them was a fifth of the main thread's work in a start: where the first
    /// word names a command, the others are left out. Words that name none get the whole tree, to be helped
    /// by, and so does the warm-up, by which the JVM gets to know all of it.
    static CommandLine of(Shell shell, Stop stop, String... words) {
        var commands = commands(shell, stop);
        if (words.length > 0 && commands.containsKey(words[0]) && !words[0].equals(WARM_UP)) {
            commands.keySet().retainAll(Set.of(words[0]));
        }
        var root = new CommandLine(new CommandLineRoot());
        commands.forEach((name, command) -> root.addSubcommand(name, command.get()));
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
                        group(
                                new KeysCommand(),
                                new KeysCommand.Create(shell),
                                new KeysCommand.ListKeys(shell),
                                new KeysCommand.Update(shell),
                                new KeysCommand.Rotate(shell),
                                new KeysCommand.Revoke(shell)));
        commands.put(
                "credits",
                () ->
                        group(
                                new CreditsCommand(),
                                new CreditsCommand.Show(shell),
                                new CreditsCommand.Grant(shell),
                                new CreditsCommand.Withdraw(shell)));
        commands.put(
                "workspaces",
                () ->
                        group(
                                new WorkspacesCommand(),
                                new WorkspacesCommand.Create(shell),
                                new WorkspacesCommand.ListWorkspaces(shell),
                                new WorkspacesCommand.KeepFiles(shell)));
        commands.put(
                "webhooks",
                () ->
                        group(
                                new WebhooksCommand(),
                                new WebhooksCommand.ListEndpoints(shell),
                                new WebhooksCommand.Enable(shell),
                                new WebhooksCommand.Disable(shell),
                                new ListenCommand(shell)));
        commands.put("ledger", () -> group(new LedgerCommand(), new LedgerCommand.Verify(shell)));
        commands.put("explain", () -> new ExplainCommand(shell));
        commands.put(
                "generations",
                () -> group(new GenerationsCommand(), new GenerationsCommand.Concerns(shell)));
        commands.put("audit", () -> new AuditCommand(shell));
        commands.put("doctor", () -> new DoctorCommand(shell));
        commands.put("classify", () -> new ClassifyCommand(shell, System.in));
        return commands;
    }

    /// A command that has nothing but commands below it.
    private static CommandLine group(Object over, Object... commands) {
        var group = new CommandLine(over);
        Arrays.stream(commands).forEach(group::addSubcommand);
        return group;
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
