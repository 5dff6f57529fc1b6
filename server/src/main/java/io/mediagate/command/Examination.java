package io.mediagate.command;

import io.mediagate.admin.Vitals;
import io.mediagate.catalog.CatalogFault;
import io.mediagate.config.Config;
import io.mediagate.egress.EgressSettings;
import io.mediagate.egress.Guard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/// Looks at everything that a gateway needs to be well. Each look is one method that gives one or more
/// findings.
final class Examination {
    private static final long MEBIBYTE = 1024 * 1024;
    private static final long LITTLE_SPACE = 2_048 * MEBIBYTE;
    private static final long NO_SPACE = 200 * MEBIBYTE;
    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofSeconds(2);
    private static final Duration CLOCKS_MUST_NOT_DIFFER = Duration.ofSeconds(30);
    private static final Duration SHORT_WAIT = Duration.ofMinutes(1);
    private static final Duration LONG_WAIT = Duration.ofMinutes(10);

    /// Where nothing of a caller's may ever lead.
    private static final List<String> FORBIDDEN =
            List.of(
                    "http://169.254.169.254/latest/meta-data",
                    "https://127.0.0.1/",
                    "https://[::1]/",
                    "https://[::ffff:10.0.0.1]/",
                    "https://2130706433/");

    private final Config config;
    private final Path folder;
    private final IntSupplier models;
    private final List<Finding> findings = new ArrayList<>();

    /// @param models how many this configuration has; throws `CatalogFault`
    Examination(Config config, Path folder, IntSupplier models) {
        this.config = config;
        this.folder = folder;
        this.models = models;
    }

    /// All findings, in the order in which an operator reads them.
    ///
    /// @param faultsOfTheBooks what the proof of the ledger found
    List<Finding> of(Vitals vitals, List<String> faultsOfTheBooks, Instant now) {
        database(vitals.server());
        clock(now, vitals.server().time());
        disk();
        books(faultsOfTheBooks);
        catalogue();
        work(vitals.work(), now);
        unknown(vitals.unknownOutcomes());
        deliveries(vitals.deliveries(), now);
        guard();
        vendors();
        return List.copyOf(findings);
    }

    private void add(Finding finding) {
        findings.add(finding);
    }

    private void database(Vitals.Server server) {
        var what = "PostgreSQL " + server.version();
        add(
                server.durable()
                        ? Finding.ok("database", what + ", commits are durable")
                        : Finding.fault(
                                "database",
                                what
                                        + " loses commits in a power cut: turn fsync, full_page_writes"
                                        + " and synchronous_commit on"));
    }

    private void clock(Instant here, Instant there) {
        var differ = Duration.between(there, here).abs();
        var says =
                "this machine's clock and the database's differ by %d ms"
                        .formatted(differ.toMillis());
        if (differ.compareTo(CLOCKS_MUST_NOT_DIFFER) > 0) {
            add(Finding.fault("clock", says + ": links and keys expire at wrong times; set it"));
        } else if (differ.compareTo(CLOCKS_MAY_DIFFER) > 0) {
            add(Finding.warning("clock", says + ": run a time service"));
        } else {
            add(Finding.ok("clock", says));
        }
    }

    private void disk() {
        try {
            var store = Files.getFileStore(folder);
            long free = store.getUsableSpace();
            var says = "%,d MiB are free for %s".formatted(free / MEBIBYTE, folder);
            if (free < NO_SPACE) {
                add(Finding.fault("disk", says + ": results can soon not be stored"));
            } else if (free < LITTLE_SPACE) {
                add(Finding.warning("disk", says));
            } else {
                add(Finding.ok("disk", says));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void books(List<String> faults) {
        if (faults.isEmpty()) {
            add(Finding.ok("ledger", "the books add up"));
        }
        faults.forEach(fault -> add(Finding.fault("ledger", fault)));
    }

    /// Also while a gateway runs, so that a change can be looked at before the next start.
    private void catalogue() {
        try {
            var own = config.catalog().folder().map(it -> ", with those of " + it).orElse("");
            add(Finding.ok("catalogue", "%d models%s".formatted(models.getAsInt(), own)));
        } catch (CatalogFault wrong) {
            wrong.faults().forEach(fault -> add(Finding.fault("catalogue", fault)));
        }
    }

    private void work(Vitals.Work work, Instant now) {
        add(
                work.nodes() > 0
                        ? Finding.ok("nodes", "%d alive".formatted(work.nodes()))
                        : Finding.warning("nodes", "none is running"));
        var waits = work.oldestQueuedAt().map(at -> Duration.between(at, now));
        var says =
                "%d queued%s, %d running"
                        .formatted(
                                work.queued(),
                                waits.map(it -> ", the oldest for %d s".formatted(it.toSeconds()))
                                        .orElse(""),
                                work.running());
        add(new Finding("queue", grade(waits), says));
        if (work.ownerless() > 0) {
            add(
                    Finding.fault(
                            "queue",
                            "%d run on a node that is gone, and nobody takes them over: start a worker"
                                    .formatted(work.ownerless())));
        }
        if (work.overdue() > 0) {
            add(Finding.fault("queue", "%d run past their deadline".formatted(work.overdue())));
        }
    }

    private static Finding.Grade grade(Optional<Duration> wait) {
        if (wait.filter(it -> it.compareTo(LONG_WAIT) > 0).isPresent()) {
            return Finding.Grade.FAULT;
        }
        return wait.filter(it -> it.compareTo(SHORT_WAIT) > 0).isPresent()
                ? Finding.Grade.WARNING
                : Finding.Grade.OK;
    }

    private void unknown(long outcomes) {
        add(
                outcomes == 0
                        ? Finding.ok("outcomes", "none unknown in the last 24 h")
                        : Finding.warning(
                                "outcomes",
                                "%d submissions of the last 24 h may have been billed in vain: ./mediagate explain"
                                        .formatted(outcomes)));
    }

    private void deliveries(Vitals.Deliveries deliveries, Instant now) {
        var late = deliveries.oldestDueAt().map(at -> Duration.between(at, now));
        add(
                new Finding(
                        "webhooks",
                        grade(late),
                        "%d deliveries are late%s"
                                .formatted(
                                        deliveries.waiting(),
                                        late.map(it ->
                                                        ", the oldest by %d s"
                                                                .formatted(it.toSeconds()))
                                                .orElse(""))));
        if (deliveries.disabledEndpoints() > 0) {
            add(
                    Finding.warning(
                            "webhooks",
                            "%d endpoints were disabled because nothing got through"
                                    .formatted(deliveries.disabledEndpoints())));
        }
    }

    /// Without the operator's own exceptions: it is the guard itself that is looked at.
    private void guard() {
        var guard = new Guard(new EgressSettings(List.of(), List.of(), Duration.ofSeconds(1)));
        var open =
                FORBIDDEN.stream()
                        .filter(address -> guard.refusal(URI.create(address)).isEmpty())
                        .toList();
        add(
                open.isEmpty()
                        ? Finding.ok(
                                "guard", "private addresses are refused, however they are written")
                        : Finding.fault("guard", "these should be refused and are not: " + open));
        var allowed = config.outside().allowNetworks();
        if (!allowed.isEmpty()) {
            add(
                    Finding.warning(
                            "guard",
                            "egress.allow_networks lets callers' links and webhooks reach "
                                    + String.join(", ", allowed)));
        }
    }

    private void vendors() {
        var vendors = config.outside().vendors();
        if (vendors.isEmpty() && config.outside().compatible().isEmpty()) {
            add(
                    Finding.warning(
                            "vendors",
                            "none has a key: live requests are refused, test keys work"));
        }
        vendors.forEach((name, vendor) ->
                add(host(name, vendor.baseUrl(), "%d keys".formatted(vendor.keys().size()))));
        config.outside()
                .compatible()
                .ifPresent(own ->
                        add(
                                host(
                                        "own server",
                                        own.baseUrl(),
                                        "%d models".formatted(own.models().size()))));
    }

    private static Finding host(String name, URI base, String has) {
        try {
            var address = InetAddress.getByName(base.getHost());
            return Finding.ok(
                    "vendors", "%s: %s, at %s".formatted(name, has, address.getHostAddress()));
        } catch (UnknownHostException _) {
            return Finding.fault(
                    "vendors",
                    "%s: %s, but the name %s cannot be resolved"
                            .formatted(name, has, base.getHost()));
        }
    }
}
