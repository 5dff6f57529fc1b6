package io.mediagate.command;

import io.mediagate.admin.AdminActions;
import io.mediagate.admin.AdminToken;
import io.mediagate.admin.Office;
import io.mediagate.config.Config;
import io.mediagate.storage.ConfiguredDatabase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// The way to the operators' actions: through the gateway that runs in the data folder, or straight to
/// its database while none does.
record Door(AdminActions actions, Runnable closing) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);

    /// Waits a little for a gateway that is starting or stopping, or for another command.
    static Door open(Shell shell, DataFolder folder, Config config) throws InterruptedException {
        if (!folder.exists() && config.database().server().isEmpty()) {
            throw new CommandFailure(
                    ("there is no data folder %s yet: start the gateway once with ./mediagate serve,"
                                    + " or say where it is with --data DIR")
                            .formatted(folder.path()));
        }
        folder.make();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            var lock = folder.lock();
            if (lock.isPresent()) {
                return onDatabase(shell, folder, config, lock.get());
            }
            var running = toGateway(folder);
            if (running.isPresent()) {
                return running.get();
            }
            Thread.sleep(PAUSE);
        }
        throw new CommandFailure(
                ("the data folder %s is in use by a process that does not answer; is a gateway just"
                                + " starting or stopping?")
                        .formatted(folder.path()));
    }

    private static Optional<Door> toGateway(DataFolder folder) {
        var token = AdminToken.read(folder.path());
        return folder.announced()
                .filter(running -> token.isPresent())
                .map(running -> new RemoteActions(running, token.orElseThrow(), actor()))
                .filter(RemoteActions::answers)
                .map(actions -> new Door(actions, () -> {}));
    }

    private static Door onDatabase(
            Shell shell, DataFolder folder, Config config, DataFolder.Lock lock) {
        try {
            var storage = ConfiguredDatabase.open(config.database(), folder.path());
            try {
                var database = storage.database();
                var ledger = shell.program().ledger(database);
                var office = Office.on(database, ledger, InstantSource.system());
                return new Door(office.by(actor()), () -> close(storage, lock));
            } catch (RuntimeException e) {
                storage.close();
                throw e;
            }
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static void close(ConfiguredDatabase storage, DataFolder.Lock lock) {
        try (lock) {
            storage.close();
        }
    }

    private static String actor() {
        return System.getProperty("user.name", "somebody") + " on the command line";
    }

    @Override
    public void close() {
        closing.run();
    }
}
