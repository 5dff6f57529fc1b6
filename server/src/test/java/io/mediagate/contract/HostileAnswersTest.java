package io.mediagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Vendors;
import io.mediagate.egress.Egress;
import io.mediagate.egress.Exchange;
import io.mediagate.egress.HttpAnswer;
import io.mediagate.egress.HttpCall;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.http.Vendor;
import io.mediagate.provider.http.VendorAccount;
import io.mediagate.provider.http.VendorTools;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Whatever a vendor puts where something else is documented, an adapter answers it: what escapes it would
/// end a generation as our bug, though the vendor has accepted it and will bill it.
class HostileAnswersTest {
    private static final URI BASE = URI.create("https://vendor.example");
    private static final JsonMapper JSON = JsonMapper.shared();

    /// What stands where it should not.
    private static final List<String> INSTEAD =
            List.of(
                    "null",
                    "-1",
                    "1e999",
                    "\"\\u0000 \\ud800 not : an address\"",
                    "\"://[\"",
                    "[null, 7, [], {}, \"x\"]",
                    "{\"id\": {\"url\": [null]}}");

    @TempDir Path scratch;

    static Stream<Vendor> vendors() {
        return Vendors.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void nothingThatAVendorSaysIsABug(Vendor vendor) throws Exception {
        var bugs = new ArrayList<String>();
        for (var recording : Recording.of(vendor.name()).toList()) {
            submissions(vendor, recording, bugs);
            polls(vendor, recording, bugs);
        }

        assertThat(bugs).isEmpty();
    }

    private void submissions(Vendor vendor, Recording recording, List<String> bugs)
            throws Exception {
        var said = new ArrayList<Reply.Whole>();
        if (recording.answersAtOnce()) {
            recording.done("done").forEach(rule -> said.add(rule.reply()));
        } else {
            said.add(recording.accepted());
        }
        recording.rejected().forEach(it -> said.add(it.reply()));
        recording.unknown().forEach(it -> said.add(it.reply()));
        for (var reply : said) {
            for (var body : hostile(reply)) {
                var wire = new Wire();
                wire.on(recording.submit(), with(reply, body));
                var provider = open(vendor, recording, wire);
                attempt(
                        recording + " submit " + shown(body),
                        bugs,
                        () -> {
                            if (provider.submit(submission(recording))
                                    instanceof SubmissionAnswer.Accepted(var handle)) {
                                provider.poll(handle);
                                provider.cancel(handle);
                            }
                        });
                attempt(
                        recording + " recover " + shown(body),
                        bugs,
                        () -> provider.recover(submission(recording), Instant.now()));
            }
        }
    }

    private void polls(Vendor vendor, Recording recording, List<String> bugs) throws Exception {
        if (recording.answersAtOnce()) {
            return;
        }
        var rules = new ArrayList<Map.Entry<String, Reply.Whole>>();
        recording.running().forEach(it -> rules.add(Map.entry(recording.poll(), it)));
        recording.done("done").forEach(it -> rules.add(Map.entry(it.on(), it.reply())));
        recording.failed().forEach(it -> rules.add(Map.entry(it.on(), it.reply())));
        for (var rule : rules) {
            for (var body : hostile(rule.getValue())) {
                var wire = new Wire();
                wire.on(recording.submit(), recording.accepted());
                var provider = open(vendor, recording, wire);
                if (!(provider.submit(submission(recording))
                        instanceof SubmissionAnswer.Accepted(ProviderHandle handle))) {
                    throw new IllegalStateException(recording + " is not accepted");
                }
                recording.done("done").forEach(it -> wire.on(it.on(), it.reply()));
                wire.on(rule.getKey(), with(rule.getValue(), body));
                attempt(recording + " poll " + shown(body), bugs, () -> provider.poll(handle));
                attempt(recording + " cancel " + shown(body), bugs, () -> provider.cancel(handle));
            }
        }
    }

    private Provider open(Vendor vendor, Recording recording, Wire wire) {
        recording.done("before").forEach(rule -> wire.on(rule.on(), rule.reply()));
        return vendor.open(
                new VendorAccount(BASE, List.of(recording.key())),
                new VendorTools(wire, scratch, InstantSource.system()));
    }

    private static Submission submission(Recording recording) {
        return new Submission(
                "gen_01TEST",
                1,
                recording.model(),
                recording.family(),
                recording.input(),
                Instant.now().plus(Duration.ofMinutes(5)));
    }

    private interface Asking {
        void run() throws Exception;
    }

    private static void attempt(String what, List<String> bugs, Asking asking) {
        try {
            asking.run();
        } catch (Exception e) {
            var at = e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0];
            bugs.add(what + ": " + e + at);
        }
    }

    private static String shown(String body) {
        return body.length() > 300 ? body.substring(0, 300) : body;
    }

    /// The body with one thing in it replaced, for everything in it.
    private static List<String> hostile(Reply.Whole reply) {
        var text = new String(reply.body(), StandardCharsets.UTF_8).replace("{base}", BASE + "");
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return INSTEAD;
        }
        var all = new ArrayList<>(INSTEAD);
        var json = JSON.readTree(text);
        for (var pointer : pointers(json, "")) {
            for (var instead : INSTEAD) {
                all.add(replaced(json.deepCopy(), pointer, JSON.readTree(instead)).toString());
            }
        }
        return all;
    }

    private static List<String> pointers(JsonNode json, String at) {
        var all = new ArrayList<String>();
        json.properties()
                .forEach(it -> {
                    all.add(at + "/" + it.getKey());
                    all.addAll(pointers(it.getValue(), at + "/" + it.getKey()));
                });
        for (int i = 0; json.isArray() && i < Math.min(2, json.size()); i++) {
            all.add(at + "/" + i);
            all.addAll(pointers(json.get(i), at + "/" + i));
        }
        return all;
    }

    private static JsonNode replaced(JsonNode json, String pointer, JsonNode by) {
        int slash = pointer.lastIndexOf('/');
        var name = pointer.substring(slash + 1);
        switch (json.at(pointer.substring(0, slash))) {
            case ObjectNode object -> object.set(name, by);
            case ArrayNode array -> array.set(Integer.parseInt(name), by);
            default -> throw new IllegalStateException(pointer);
        }
        return json;
    }

    private static Reply.Whole with(Reply.Whole reply, String body) {
        return new Reply.Whole(
                reply.status(), reply.headers(), body.getBytes(StandardCharsets.UTF_8));
    }

    /// Answers without a network.
    private static final class Wire implements Egress {
        private final List<Map.Entry<String, Reply.Whole>> rules = new ArrayList<>();

        void on(String line, Reply.Whole reply) {
            rules.addFirst(Map.entry(line, reply));
        }

        @Override
        public Exchange send(HttpCall call) {
            var query = call.uri().getRawQuery();
            var line =
                    call.method()
                            + " "
                            + call.uri().getRawPath()
                            + (query == null ? "" : "?" + query);
            for (var rule : rules) {
                if (line.matches(rule.getKey())) {
                    return answered(rule.getValue());
                }
            }
            return answered(Reply.json(404, "{\"detail\":\"no such path\"}"));
        }

        private static Exchange answered(Reply.Whole reply) {
            var body =
                    new String(reply.body(), StandardCharsets.UTF_8)
                            .replace("{base}", BASE.toString())
                            .getBytes(StandardCharsets.UTF_8);
            var answer = new HttpAnswer(reply.status(), new HashMap<>(reply.headers()), body);
            return reply.status() / 100 == 2
                    ? new Exchange.Answered(answer)
                    : new Exchange.Refused(answer);
        }

        @Override
        public Fetch fetch(
                URI from, Map<String, String> headers, Path into, long maxBytes, Duration limit) {
            try {
                return new Fetch.Fetched(Files.write(into, Recording.PICTURE));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
