package io.mediagate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.admin.Vitals;
import io.mediagate.command.Finding.Grade;
import io.mediagate.config.Config;
import io.mediagate.config.Sources;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExaminationTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Vitals.Server SERVER = new Vitals.Server(NOW, "18.6", true);
    private static final Vitals.Work IDLE = new Vitals.Work(1, 0, Optional.empty(), 0, 0, 0);
    private static final Vitals.Deliveries NONE = new Vitals.Deliveries(0, Optional.empty(), 0);

    @TempDir private Path folder;

    private List<Finding> examine(Vitals vitals, List<String> books, Map<String, String> settings) {
        var config = Config.read(new Sources(Optional.empty(), Map.of(), settings));
        return new Examination(config, folder, () -> 80).of(vitals, books, NOW);
    }

    private List<Finding> examine(Vitals vitals) {
        return examine(vitals, List.of(), Map.of());
    }

    private static Grade worst(List<Finding> findings, String check) {
        return findings.stream()
                .filter(it -> it.check().equals(check))
                .map(Finding::grade)
                .max(Grade::compareTo)
                .orElseThrow();
    }

    @Test
    void findsNothingWrongWithAGatewayThatIsWell() {
        var findings = examine(new Vitals(SERVER, IDLE, NONE, 0));

        assertThat(findings)
                .extracting(Finding::check)
                .contains(
                        "database",
                        "clock",
                        "disk",
                        "ledger",
                        "catalogue",
                        "nodes",
                        "queue",
                        "outcomes",
                        "webhooks",
                        "guard",
                        "vendors");
        assertThat(findings).noneMatch(it -> it.grade() == Grade.FAULT);
        assertThat(findings)
                .filteredOn(it -> it.grade() == Grade.WARNING)
                .extracting(Finding::says)
                .allMatch(says -> says.startsWith("none has a key") || says.contains("MiB"));
    }

    @Test
    void findsADatabaseThatForgets() {
        var forgets = new Vitals.Server(NOW, "18.6", false);

        assertThat(worst(examine(new Vitals(forgets, IDLE, NONE, 0)), "database"))
                .isEqualTo(Grade.FAULT);
    }

    @Test
    void findsClocksThatDiffer() {
        for (var it : Map.of(1, Grade.OK, 5, Grade.WARNING, -60, Grade.FAULT).entrySet()) {
            var server = new Vitals.Server(NOW.plusSeconds(it.getKey()), "18.6", true);

            assertThat(worst(examine(new Vitals(server, IDLE, NONE, 0)), "clock"))
                    .as("%d s", it.getKey())
                    .isEqualTo(it.getValue());
        }
    }

    @Test
    void findsWorkThatDoesNotMove() {
        var waits = new Vitals.Work(1, 3, Optional.of(NOW.minusSeconds(3_600)), 0, 0, 0);
        var orphans = new Vitals.Work(1, 0, Optional.empty(), 4, 4, 0);
        var overdue = new Vitals.Work(1, 0, Optional.empty(), 4, 0, 1);

        for (var work : List.of(waits, orphans, overdue)) {
            assertThat(worst(examine(new Vitals(SERVER, work, NONE, 0)), "queue"))
                    .as("%s", work)
                    .isEqualTo(Grade.FAULT);
        }
    }

    @Test
    void tellsEveryFaultOfTheBooks() {
        var findings =
                examine(
                        new Vitals(SERVER, IDLE, NONE, 0),
                        List.of("the trial balance is 7"),
                        Map.of());

        assertThat(findings).contains(Finding.fault("ledger", "the trial balance is 7"));
    }

    @Test
    void pointsToWhatMayHaveBeenBilledInVainAndToEventsThatAreLate() {
        var late = new Vitals.Deliveries(9, Optional.of(NOW.minusSeconds(120)), 1);

        var findings = examine(new Vitals(SERVER, IDLE, late, 2));

        assertThat(worst(findings, "outcomes")).isEqualTo(Grade.WARNING);
        assertThat(worst(findings, "webhooks")).isEqualTo(Grade.WARNING);
        assertThat(findings).anyMatch(it -> it.says().contains("the oldest by 120 s"));
    }

    @Test
    void looksUpTheHostsOfVendorsWithAKey() {
        var findings =
                examine(
                        new Vitals(SERVER, IDLE, NONE, 0),
                        List.of(),
                        Map.of(
                                "vendors.fal.keys",
                                "one,two",
                                "vendors.fal.base_url",
                                "http://127.0.0.1:9",
                                "vendors.vidu.keys",
                                "one",
                                "vendors.vidu.base_url",
                                "https://no-such-host.invalid"));

        assertThat(findings).contains(Finding.ok("vendors", "fal: 2 keys, at 127.0.0.1"));
        assertThat(worst(findings, "vendors")).isEqualTo(Grade.FAULT);
    }
}
