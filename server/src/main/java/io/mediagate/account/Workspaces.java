package io.mediagate.account;

import com.github.f4b6a3.ulid.UlidCreator;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// All workspaces. There is always one called `default`.
public final class Workspaces {
    /// The workspace that is meant when none is named.
    public static final String DEFAULT = "default";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,62}");

    private final AccountStore store;
    private final InstantSource clock;

    /// Makes the default workspace if this is the first start.
    public Workspaces(AccountStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        store.addWorkspace(fresh(DEFAULT));
    }

    private Workspace fresh(String name) {
        return new Workspace(
                "ws_" + UlidCreator.getMonotonicUlid(),
                name,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    /// A new workspace that is not stored yet; a `CONFLICT` when there is one of that name.
    public Workspace prepare(String name) {
        requireGoodName(name);
        if (find(name).isPresent()) {
            throw taken(name);
        }
        return fresh(name);
    }

    /// Stores a workspace; a `CONFLICT` when somebody else was first.
    public void add(Workspace workspace) {
        if (!store.addWorkspace(workspace)) {
            throw taken(workspace.name());
        }
    }

    /// Makes a workspace.
    public Workspace create(String name) {
        var workspace = prepare(name);
        add(workspace);
        return workspace;
    }

    /// How long a workspace's results are kept and what its files may take; empty: as the settings say.
    public void keepFiles(
            String workspaceId, Optional<Long> retentionSeconds, Optional<Long> quotaBytes) {
        store.keepFiles(workspaceId, retentionSeconds, quotaBytes);
    }

    private static Problem taken(String name) {
        return Problem.of(
                ErrorCode.CONFLICT, "There is a workspace called %s already.".formatted(name));
    }

    private static void requireGoodName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Problem.of(
                    ErrorCode.INVALID_REQUEST,
                    "A workspace's name has 1 to 63 lower-case letters, digits, dots, dashes and"
                            + " underscores and begins with a letter or digit.");
        }
    }

    /// In the order of their names.
    public List<Workspace> list() {
        return store.workspaces();
    }

    public Optional<Workspace> find(String name) {
        return store.workspace(name);
    }

    /// The workspace of that name; a `NOT_FOUND` that names the others when there is none.
    public Workspace require(String name) {
        return find(name)
                .orElseThrow(() ->
                        Problem.of(
                                ErrorCode.NOT_FOUND,
                                "There is no workspace called %s; there is %s."
                                        .formatted(shown(name), names())));
    }

    private static String shown(String name) {
        return NAME.matcher(name).matches() ? name : "that";
    }

    private String names() {
        var names = list().stream().map(Workspace::name).limit(10).toList();
        return String.join(", ", names);
    }
}
