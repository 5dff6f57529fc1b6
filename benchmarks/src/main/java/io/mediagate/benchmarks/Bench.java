package io.mediagate.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// Measures this build of the gateway and prints a table. Everything runs on this machine, the load
/// generator included, so compare the lines of one run with each other and not with another machine's.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures this gateway on this machine, on loopback, in a few minutes.")
public final class Bench implements Callable<Integer> {

    private static final String IMAGE = "black-forest-labs/kontext";
    private static final String IMAGE_PATH = "/api/v1/generation/" + IMAGE;
    private static final String IMAGE_BODY =
            "{\"prompt\":\"a lighthouse above the clouds at dawn, oil on canvas\",\"aspect_ratio\":\"16:9\"}";
    private static final String SPEECH_BODY =
            "{\"modelId\":\"minimax-tts/speech-02-hd\",\"input\":{\"text\":\"Hello from the benchmark.\"}}";
    private static final Map<String, String> INSTANT = Map.of("MEDIAGATE_SANDBOX_PACE", "instant");
    private static final Map<String, String> QUEUE_ONLY =
            Map.of(
                    "MEDIAGATE_SANDBOX_PACE", "instant",
                    "MEDIAGATE_GENERATION_MAX_RUNNING", "1",
                    "MEDIAGATE_GENERATION_MAX_QUEUED", "10000000");
    private static final Map<String, String> ROOMY =
            Map.of(
                    "MEDIAGATE_SANDBOX_PACE", "instant",
                    "MEDIAGATE_GENERATION_MAX_RUNNING", "20000",
                    "MEDIAGATE_SERVER_MAX_CONNECTIONS", "30000");

    /// Until the JVM has compiled what is hot: before that, its compilers take a third of two cores.
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    /// Both sides keep some file descriptors for other things.
    private static final int KEPT_BACK = 2_000;

    @Option(
            names = "--seconds",
            description = "How long each load is measured (default: ${DEFAULT-VALUE}).")
    private int seconds = 10;

    @Option(names = "--callers", description = "How many call at once (default: ${DEFAULT-VALUE}).")
    private int callers = 64;

    @Option(
            names = "--streams",
            description =
                    "How many streams are opened, if ulimit -n allows (default: ${DEFAULT-VALUE}).")
    private int streams = 20_000;

    @Option(names = "--only", description = "Only scenarios whose name contains this.")
    private String only = "";

    @Option(
            names = "--soak",
            paramLabel = "MINUTES",
            description =
                    "Nothing but steady load for so long, at half of what lives reach in a short"
                            + " measurement before: a line a minute with memory and open files.")
    private int soak;

    @Option(names = "--json", description = "Also writes the report as JSON into this file.")
    private @Nullable Path json;

    private final Path launcher = Path.of(System.getProperty("mediagate.launcher", "./mediagate"));
    private final List<Row> rows = new ArrayList<>();

    /// What is measured keeps its data in here.
    private Path folder = Path.of("");

    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.out.println(Row.heading());
        folder = Files.createTempDirectory("mediagate-bench");
        try {
            if (soak > 0) {
                soak();
            } else {
                measureAll();
            }
        } finally {
            delete(folder);
        }
        if (json != null) {
            Files.writeString(json, JsonMapper.shared().writeValueAsString(rows));
        }
        return 0;
    }

    private static void delete(Path tree) throws IOException {
        try (var paths = Files.walk(tree)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private void measureAll() throws IOException, InterruptedException {
        if (wanted("start")) {
            start();
        }
        if (wanted("creates")) {
            creates();
        }
        if (wanted("lives")) {
            lives();
        }
        if (wanted("reads")) {
            reads();
        }
        if (wanted("speech")) {
            speech();
        }
        if (wanted("streams")) {
            streams();
        }
        if (wanted("following")) {
            following();
        }
    }

    /// Whole lives, from the create to the end of what it made.
    private void soak() throws IOException, InterruptedException {
        try (var subject = Subject.startIn(folder, launcher, INSTANT)) {
            var many = subject.keys(100);
            IntFunction<byte[]> life = _ -> waiting(any(many));
            var most =
                    Load.run(
                            subject.port(),
                            callers,
                            WARM_UP,
                            Duration.ofSeconds(seconds),
                            life,
                            subject.usage());
            new Soak(subject, callers, most.perSecond() / 2)
                    .run(Duration.ofMinutes(soak), life, this::report);
        }
    }

    private boolean wanted(String scenario) {
        return scenario.contains(only);
    }

    private void report(Row row) {
        rows.add(row);
        System.out.println(row.text());
    }

    /// Seconds from the launcher's start to the ready line, and what the process takes when nobody calls:
    /// of a gateway as it is served without settings, since an instant sandbox keeps its answers ready.
    private void start() throws IOException, InterruptedException {
        var settings = Map.<String, String>of();
        var first = Subject.startIn(folder, launcher, settings);
        var firstSeconds = Row.rounded(first.secondsToStart());
        try (var again = first.restart(launcher, settings)) {
            Thread.sleep(Duration.ofSeconds(15));
            report(
                    Row.of("start, and idle after it")
                            .with("jvm_mib", again.usage().jvmMebibytes())
                            .with("target", "2.5s, 200MiB")
                            .with(
                                    "note",
                                    "ready after %s s with an existing database, %s s with a new one"
                                            .formatted(
                                                    Row.rounded(again.secondsToStart()),
                                                    firstSeconds)));
        }
    }

    /// Acceptance alone: the queue takes what comes, one at a time is worked on.
    private void creates() throws IOException, InterruptedException {
        try (var subject = Subject.startIn(folder, launcher, QUEUE_ONLY)) {
            var many = subject.keys(1_000);
            var hot = many.getFirst();
            measure(subject, "creates, 1,000 workspaces", "6000", _ -> create(any(many)));
            measure(subject, "creates, one hot workspace", "6000", _ -> create(hot));
        }
    }

    /// Whole lives, from acceptance to a stored picture, as fast as the gateway can end them.
    private void lives() throws IOException, InterruptedException {
        try (var subject = Subject.startIn(folder, launcher, INSTANT)) {
            var many = subject.keys(100);
            measure(subject, "lives (create, wait for the end)", "", _ -> waiting(any(many)));
        }
    }

    private void reads() throws IOException, InterruptedException {
        try (var subject = Subject.startIn(folder, launcher, INSTANT)) {
            var key = subject.keys(1).getFirst();
            var ended = new ArrayList<byte[]>();
            var running = new ArrayList<byte[]>();
            try (var connection = new Connection(subject.port())) {
                for (int i = 0; i < 500; i++) {
                    var done = connection.exchange(waiting(key)).body();
                    ended.add(read(done.substring(7, done.indexOf('"', 7)), key));
                    var stuck =
                            Connection.request(
                                    "POST", IMAGE_PATH, key, "{\"prompt\":\"sandbox:stuck\"}");
                    running.add(read(Streams.id(connection.exchange(stuck)), key));
                }
            }
            measure(subject, "reads of ended generations", "12000", _ -> any(ended));
            measure(subject, "reads of running generations", "12000", _ -> any(running));
        }
    }

    private void speech() throws IOException, InterruptedException {
        try (var subject = Subject.startIn(folder, launcher, INSTANT)) {
            var many = subject.keys(100);
            measure(
                    subject,
                    "synchronous speech",
                    "2500",
                    _ ->
                            Connection.request(
                                    "POST", "/api/ai/tts/generate", any(many), SPEECH_BODY));
        }
    }

    private void streams() throws IOException, InterruptedException {
        int possible = Usage.filesAllowed(streams, KEPT_BACK);
        try (var subject = Subject.startIn(folder, launcher, ROOMY)) {
            var key = subject.keys(1).getFirst();
            report(
                    new Streams(subject, key, IMAGE)
                            .measure(possible, Math.min(possible, 1_000))
                            .with("target", "1GiB, 20ms"));
        }
    }

    /// What it costs to follow many generations of which nothing is heard.
    private void following() throws IOException, InterruptedException {
        try (var subject = Subject.startIn(folder, launcher, ROOMY)) {
            var key = subject.keys(1).getFirst();
            var stuck =
                    Connection.request("POST", IMAGE_PATH, key, "{\"prompt\":\"sandbox:stuck\"}");
            try (var connection = new Connection(subject.port())) {
                for (int i = 0; i < 10_000; i++) {
                    Streams.id(connection.exchange(stuck));
                }
            }
            Thread.sleep(Duration.ofSeconds(10));
            var usage = subject.usage();
            usage.start();
            Thread.sleep(Duration.ofSeconds(seconds));
            usage.stop();
            report(
                    Row.of("following 10,000 generations")
                            .with(usage)
                            .with("target", "0.1 cores")
                            .with("note", "the polls of the sandbox are part of it"));
        }
    }

    private void measure(Subject subject, String name, String target, IntFunction<byte[]> requests)
            throws InterruptedException {
        var usage = subject.usage();
        var outcome =
                Load.run(
                        subject.port(),
                        callers,
                        WARM_UP,
                        Duration.ofSeconds(seconds),
                        requests,
                        usage);
        report(Row.of(name, outcome, usage).with("target", target));
    }

    private static byte[] create(String key) {
        return Connection.request("POST", IMAGE_PATH, key, IMAGE_BODY);
    }

    private static byte[] waiting(String key) {
        var request = new String(create(key), StandardCharsets.UTF_8);
        return request.replaceFirst("\r\n", "\r\nPrefer: wait=30\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] read(String id, String key) {
        return Connection.request("GET", "/api/v1/generation/" + id, key, "");
    }

    private static <T> T any(List<T> all) {
        return all.get(ThreadLocalRandom.current().nextInt(all.size()));
    }
}
