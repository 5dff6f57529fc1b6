package io.mediagate.command;

import io.mediagate.account.ApiKeys.ApiKey;
import io.mediagate.admin.AdminActions;
import io.mediagate.admin.AdminActions.KeyOrder;
import io.mediagate.admin.AdminJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Keys for callers: made, shown, limited, rotated, ended.
@Command(name = "keys", description = "Makes, lists, limits, rotates and revokes API keys.")
final class KeysCommand {

    @Command(name = "create", description = "Makes a key and prints it, once.")
    static final class Create extends Action {
        @Mixin private Which which = new Which();

        @Mixin private LimitOptions limits = new LimitOptions();

        @Option(names = "--name", paramLabel = "NAME", description = "What it is for.")
        private String name = "command line";

        @Option(
                names = "--expires",
                paramLabel = "WHEN",
                description = "A date, an instant, or a time from now such as 90d.")
        private @Nullable Instant expires;

        Create(Shell shell) {
            super(shell);
        }

        @Override
        int run(AdminActions actions) {
            var order =
                    new KeyOrder(
                            which.workspace(),
                            which.mode(),
                            name,
                            Optional.ofNullable(expires),
                            Optional.of(limits.change()));
            var issued = actions.createKey(order);
            show(
                    issued,
                    () -> {
                        shell().print(issued.text().value());
                        shell().remark(
                                        "A %s key of workspace %s, called %s (%s). It is shown only now."
                                                .formatted(
                                                        AdminJson.spelling(order.mode()),
                                                        order.workspace(),
                                                        order.name(),
                                                        issued.key().id()));
                    });
            return DONE;
        }
    }

    @Command(name = "list", description = "Lists a workspace's keys, newest first.")
    static final class ListKeys extends Action {
        @Option(
                names = "--workspace",
                paramLabel = "NAME",
                description = "The workspace (${DEFAULT-VALUE}).")
        private String workspace = io.mediagate.account.Workspaces.DEFAULT;

        ListKeys(Shell shell) {
            super(shell);
        }

        @Override
        int run(AdminActions actions) {
            var keys = actions.keys(workspace);
            show(keys, () -> print(keys));
            return DONE;
        }

        private void print(List<ApiKey> keys) {
            var rows = new ArrayList<List<String>>();
            rows.add(List.of("ID", "KEY", "NAME", "MADE", "STATE", "LIMITS"));
            for (var key : keys) {
                rows.add(
                        List.of(
                                key.id(),
                                key.hint() + "…",
                                key.name(),
                                key.createdAt().toString(),
                                state(key),
                                LimitOptions.inWords(key.limits())));
            }
            Table.lines(rows).forEach(shell()::print);
        }

        private static String state(ApiKey key) {
            return key.revokedAt()
                    .map(at -> "revoked " + at)
                    .or(() -> key.expiresAt().map(ListKeys::end))
                    .orElse("active");
        }

        private static String end(Instant at) {
            return (at.isAfter(Instant.now()) ? "active until " : "expired ") + at;
        }
    }

    @Command(name = "update", description = "Changes what a key may do, from now on.")
    static final class Update extends Action {
        @Parameters(paramLabel = "KEY_ID", description = "Its id, key_…, as keys list shows it.")
        private String id = "";

        @Mixin private LimitOptions limits = new LimitOptions();

        Update(Shell shell) {
            super(shell);
        }

        @Override
        int run(AdminActions actions) {
            var key = actions.limitKey(id, limits.change());
            show(
                    key,
                    () -> shell().print(id + " has limits: " + LimitOptions.inWords(key.limits())));
            return DONE;
        }
    }

    @Command(
            name = "rotate",
            description = "Gives a key another text and prints it, once; its id and limits stay.")
    static final class Rotate extends Action {
        @Parameters(paramLabel = "KEY_ID", description = "Its id, key_…, as keys list shows it.")
        private String id = "";

        @Option(
                names = "--overlap",
                paramLabel = "TIME",
                defaultValue = "24h",
                converter = LengthOfTime.class,
                description =
                        "How long the former text is valid, too, such as 24h (${DEFAULT-VALUE}); 0s"
                                + " ends it at once.")
        private Duration overlap = Duration.ofHours(24);

        Rotate(Shell shell) {
            super(shell);
        }

        @Override
        int run(AdminActions actions) {
            var issued = actions.rotateKey(id, overlap);
            show(
                    issued,
                    () -> {
                        shell().print(issued.text().value());
                        shell().remark(
                                        "The new text of %s; the former one ends at %s. It is shown only now."
                                                .formatted(
                                                        id,
                                                        issued.key().formerUntil().orElseThrow()));
                    });
            return DONE;
        }
    }

    @Command(name = "revoke", description = "Ends a key at once.")
    static final class Revoke extends Action {
        @Parameters(paramLabel = "KEY_ID", description = "Its id, key_…, as keys list shows it.")
        private String id = "";

        Revoke(Shell shell) {
            super(shell);
        }

        @Override
        int run(AdminActions actions) {
            boolean revoked = actions.revokeKey(id);
            show(
                    Map.of("id", id, "revoked", revoked),
                    () ->
                            shell().print(
                                            revoked
                                                    ? id + " is revoked."
                                                    : id + " had been revoked before."));
            return DONE;
        }
    }
}
