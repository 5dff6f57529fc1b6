package io.mediagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.egress.EgressSettings;
import io.mediagate.egress.GuardedEgress;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.http.Vendor;
import io.mediagate.provider.http.VendorAccount;
import io.mediagate.provider.http.VendorTools;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A vendor on loopback, and its adapter opened with the key of a recording.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class VendorBench {
    private static final int MOST_POLLS = 10;

    @TempDir Path scratch;

    private final Vendor vendor;
    LoopbackVendor server;
    private GuardedEgress egress;

    VendorBench(Vendor vendor) {
        this.vendor = vendor;
    }

    @BeforeEach
    void open() {
        server = new LoopbackVendor();
        egress =
                new GuardedEgress(
                        new EgressSettings(
                                List.of(), List.of(server.base()), Duration.ofSeconds(5)));
        server.on(
                "GET /files/.*",
                Recording.reply(JsonMapper.shared().readTree("{\"picture\":true}")));
    }

    @AfterEach
    void close() {
        egress.close();
        server.close();
    }

    Stream<Recording> recordings() {
        return Recording.of(vendor.name());
    }

    Stream<Recording> followed() {
        return recordings().filter(it -> !it.answersAtOnce());
    }

    /// Opened with the recording's key; what it asks before it submits is answered.
    Provider provider(Recording recording) {
        recording.done("before").forEach(rule -> server.otherwise(rule.on(), rule::to));
        return vendor.open(
                new VendorAccount(server.base(), List.of(recording.key())),
                new VendorTools(egress, scratch, InstantSource.system()));
    }

    static Submission submission(Recording recording) {
        return submission(recording, recording.input());
    }

    static Submission submission(Recording recording, ObjectNode input) {
        return submission(recording, input, Duration.ofSeconds(30));
    }

    static Submission submission(Recording recording, Duration limit) {
        return submission(recording, recording.input(), limit);
    }

    private static Submission submission(Recording recording, ObjectNode input, Duration limit) {
        return new Submission(
                "gen_01TEST",
                1,
                recording.model(),
                recording.family(),
                input,
                Instant.now().plus(limit));
    }

    void install(List<Recording.Rule> rules) {
        rules.forEach(rule -> server.on(rule.on(), rule::to));
    }

    ProviderHandle accepted(Recording recording, Provider provider) throws Exception {
        server.on(recording.submit(), recording.accepted());
        var answer = provider.submit(submission(recording));
        assertThat(answer).isInstanceOf(SubmissionAnswer.Accepted.class);
        return ((SubmissionAnswer.Accepted) answer).handle();
    }

    static Progress ended(Provider provider, ProviderHandle handle) throws Exception {
        var progress = provider.poll(handle);
        for (int i = 0; i < MOST_POLLS && progress instanceof Progress.Running; i++) {
            progress = provider.poll(handle);
        }
        return progress;
    }
}
