package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Until;
import io.mediagate.webhook.HttpReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What is handed to operators for watching a gateway speaks of what a gateway shows.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MonitoringTest {
    private static final Path DOCS = Path.of("").toAbsolutePath().resolveSibling("docs");

    /// A metric with what is asked of its labels, in an expression.
    private static final Pattern ASKED =
            Pattern.compile("\\b((?:mediagate|jvm|process|system)_[a-z0-9_]+)\\s*(?:\\{([^}]*)})?");

    private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)");
    private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\)");

    private static final Pattern ROUTE = Pattern.compile("(route=\"[^\"]*\")");

    /// What Prometheus adds to everything it reads.
    private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job", "le");

    private final HttpReceiver vendor =
            new HttpReceiver((_, exchange) -> exchange.sendResponseHeaders(401, -1));
    private final RunningGateway gateway =
            RunningGateway.with(
                    Map.of(
                            "egress.allow_networks",
                            "127.0.0.0/8",
                            "sandbox.pace",
                            "instant",
                            "openai_compatible.base_url",
                            "http://127.0.0.1:" + vendor.port() + "/v1",
                            "openai_compatible.models",
                            Sample.PICTURE.model() + "=sdxl"));

    @AfterAll
    void close() {
        gateway.close();
        vendor.close();
    }

    /// The labels of each metric that the gateway shows.
    private Map<String, Set<String>> shown() {
        var shown = new TreeMap<String, Set<String>>();
        scraped()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    var labels = shown.computeIfAbsent(name(line), _ -> new TreeSet<>());
                    LABEL.matcher(line).results().forEach(it -> labels.add(it.group(1)));
                });
        return shown;
    }

    private static String name(String line) {
        return line.substring(0, line.indexOf(line.contains("{") ? '{' : ' '));
    }

    private String scraped() {
        return gateway.stranger().get("/metrics").body();
    }

    private double value(String series) {
        return scraped()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    /// A bit of everything: without an event there is no measurement of it.
    @BeforeAll
    void live() {
        var test = gateway.tenant();
        test.ended(test.create(Sample.PICTURE, "a pier").id());
        test.ended(test.create(Sample.PICTURE, "sandbox:content-rejected").id());
        var live = gateway.liveTenantWith(1000);
        assertThat(live.ended(live.create(Sample.PICTURE, "a pier").id()).state())
                .isEqualTo("FAILED");
    }

    private static String read(String page) {
        try {
            return Files.readString(DOCS.resolve(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> expressions() {
        var all = new TreeSet<String>();
        var dashboard = JsonMapper.shared().readTree(read("monitoring/grafana-dashboard.json"));
        dashboard.findValues("expr").forEach(expr -> all.add(expr.stringValue()));
        var rules = new YAMLMapper().readTree(read("monitoring/alerts.yaml"));
        rules.findValues("expr").forEach(expr -> all.add(expr.stringValue()));
        return all;
    }

    @Test
    void showsEveryMetricAndLabelOfTheDashboardAndTheAlerts() {
        var expressions = expressions();
        var names =
                expressions.stream()
                        .flatMap(expr -> ASKED.matcher(expr).results().map(it -> it.group(1)))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(expressions).hasSizeGreaterThan(60);

        Until.holds(
                "a pause was measured",
                () -> {
                    System.gc();
                    return shown().containsKey("jvm_gc_pause_seconds_sum");
                });
        assertThat(shown().keySet()).containsAll(names);
        var shown = shown();
        for (var expression : expressions) {
            var asked = ASKED.matcher(expression).results().toList();
            var known = new TreeSet<>(OF_PROMETHEUS);
            for (var one : asked) {
                var labels = shown.get(one.group(1));
                known.addAll(labels);
                LABEL.matcher(String.valueOf(one.group(2)))
                        .results()
                        .map(it -> it.group(1))
                        .filter(label -> !OF_PROMETHEUS.contains(label))
                        .forEach(label -> assertThat(labels).as(one.group()).contains(label));
            }
            BY.matcher(expression)
                    .results()
                    .flatMap(it -> Pattern.compile(", ?").splitAsStream(it.group(1)))
                    .forEach(label -> assertThat(known).as(expression).contains(label));
        }
    }

    @Test
    void explainsEveryMetricOfOurs() {
        var page = read("15-monitoring.md");

        var undocumented =
                shown().keySet().stream()
                        .filter(name -> name.startsWith("mediagate_"))
                        .map(name -> name.replaceFirst("_(count|sum|max|bucket)$", ""))
                        .filter(name ->
                                !page.contains("`" + name + "`")
                                        && !page.contains("`" + name + "{"))
                        .toList();

        assertThat(undocumented)
                .as("metrics that docs/15-monitoring.md does not explain")
                .isEmpty();
    }

    @Test
    void asksOnlyForRoutesThatThereAre() {
        var asked =
                expressions().stream()
                        .flatMap(expr -> ROUTE.matcher(expr).results().map(it -> it.group(1)))
                        .toList();

        assertThat(asked).isNotEmpty();
        assertThat(scraped()).contains(asked);
    }

    @Test
    void saysOfEveryAlertHowBadItIsAndWhatToDo() {
        var groups = new YAMLMapper().readTree(read("monitoring/alerts.yaml")).get("groups");
        for (var group : groups) {
            for (var rule : group.get("rules")) {
                var name = rule.get("alert").stringValue();
                assertThat(rule.at("/labels/severity").asString())
                        .as(name)
                        .isIn("critical", "warning");
                assertThat(rule.at("/annotations/summary").asString()).as(name).isNotBlank();
                assertThat(rule.at("/annotations/what_to_do").asString()).as(name).isNotBlank();
            }
        }
    }

    @Test
    void countsWhatAnAlertWaitsFor() {
        assertThat(value("mediagate_ledger_faults")).isZero();
        assertThat(value("mediagate_provider_resting{provider=\"compatible\"}")).isEqualTo(1);
        assertThat(
                        value(
                                "mediagate_operator_faults_total{provider=\"compatible\",remedy=\"check_key\"}"))
                .isPositive();
        assertThat(value("mediagate_credits_captured_total{mode=\"test\"}")).isPositive();
    }
}
