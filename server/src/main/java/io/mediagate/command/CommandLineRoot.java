package io.mediagate.command;

import io.mediagate.catalog.CatalogFault;
import io.mediagate.config.InvalidConfig;
import io.mediagate.error.Problem;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
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

    private CommandLineRoot() {}

    /// Runs one command; the process's exit code.
    public static int run(Program program, Map<String, String> environment, String... arguments) {
        var utf8 = java.nio.charset.StandardCharsets.UTF_8;
        var out = new PrintWriter(System.out, true, utf8);
        var err = new PrintWriter(System.err, true, utf8);
        var shell = new Shell(program, environment, out, err);
        return of(shell, new Stop("INT", "TERM")).execute(arguments);
    }

    static CommandLine of(Shell shell, Stop stop) {
        var keys =
                new CommandLine(new KeysCommand())
                        .addSubcommand(new KeysCommand.Create(shell))
                        .addSubcommand(new KeysCommand.ListKeys(shell))
                        .addSubcommand(new KeysCommand.Update(shell))
                        .addSubcommand(new KeysCommand.Rotate(shell))
                        .addSubcommand(new KeysCommand.Revoke(shell));
        var credits =
                new CommandLine(new CreditsCommand())
                        .addSubcommand(new CreditsCommand.Show(shell))
                        .addSubcommand(new CreditsCommand.Grant(shell))
                        .addSubcommand(new CreditsCommand.Withdraw(shell));
        var generations =
                new CommandLine(new GenerationsCommand())
                        .addSubcommand(new GenerationsCommand.Concerns(shell));
        var workspaces =
                new CommandLine(new WorkspacesCommand())
                        .addSubcommand(new WorkspacesCommand.Create(shell))
                        .addSubcommand(new WorkspacesCommand.ListWorkspaces(shell))
                        .addSubcommand(new WorkspacesCommand.KeepFiles(shell));
        var ledger =
                new CommandLine(new LedgerCommand()).addSubcommand(new LedgerCommand.Verify(shell));
        var webhooks =
                new CommandLine(new WebhooksCommand())
                        .addSubcommand(new WebhooksCommand.ListEndpoints(shell))
                        .addSubcommand(new WebhooksCommand.Enable(shell))
                        .addSubcommand(new WebhooksCommand.Disable(shell))
                        .addSubcommand(new ListenCommand(shell));
        return new CommandLine(new CommandLineRoot())
                .addSubcommand(new ServeCommand(shell, stop))
                .addSubcommand(new WarmUpCommand(shell))
                .addSubcommand(new CheckCommand())
                .addSubcommand(new BenchCommand())
                .addSubcommand(keys)
                .addSubcommand(credits)
                .addSubcommand(workspaces)
                .addSubcommand(webhooks)
                .addSubcommand(ledger)
                .addSubcommand(new ExplainCommand(shell))
                .addSubcommand(generations)
                .addSubcommand(new AuditCommand(shell))
                .addSubcommand(new DoctorCommand(shell))
                .addSubcommand(new ClassifyCommand(shell, System.in))
                .setOut(shell.out())
                .setErr(shell.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Instant.class, new When(InstantSource.system()))
                .setExecutionExceptionHandler((failure, command, result) -> failed(shell, failure));
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
