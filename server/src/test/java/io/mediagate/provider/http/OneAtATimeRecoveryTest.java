package io.mediagate.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.error.Family;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Recovery;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class OneAtATimeRecoveryTest {
    private static final Recovery A = new Recovery.Found(new ProviderHandle("a"));
    private static final Recovery B = new Recovery.Found(new ProviderHandle("b"));
    private static final Recovery NEVER = new Recovery.NeverArrived();

    /// Knows the parts by their ids.
    private record Vendor(Map<String, Recovery> parts, List<String> stopped) implements Provider {
        @Override
        public String name() {
            return "acme";
        }

        @Override
        public Recovery recover(Submission part, Instant submittedAt) {
            return parts.getOrDefault(part.generationId(), new Recovery.NotYetKnown());
        }

        @Override
        public SubmissionAnswer submit(Submission submission) {
            throw new IllegalStateException("a look-up submits nothing");
        }

        @Override
        public Progress poll(ProviderHandle handle) {
            throw new IllegalStateException("a look-up follows nothing");
        }

        @Override
        public Cancellation cancel(ProviderHandle handle) {
            stopped.add(handle.text());
            return Cancellation.STOPPED;
        }
    }

    private final List<String> stopped = new ArrayList<>();

    private Recovery ofTwo(Map<String, Recovery> parts) throws Exception {
        return of(2, parts);
    }

    private Recovery of(int count, Map<String, Recovery> parts) throws Exception {
        var input = JsonMapper.shared().createObjectNode().put(OneAtATime.COUNT, count);
        var submission = new Submission("gen_1", 1, "model", Family.VIDEO, input, Instant.EPOCH);
        return new OneAtATime(new Vendor(parts, stopped)).recover(submission, Instant.EPOCH);
    }

    @Test
    void findsAllPartsTogether() throws Exception {
        assertThat(of(1, Map.of("gen_1", A))).isEqualTo(A);
        assertThat(ofTwo(Map.of("gen_1", A, "gen_1-1", B)))
                .isEqualTo(new Recovery.Found(new ProviderHandle("[\"a\",\"b\"]")));
    }

    @Test
    void wasNeverThereOnlyIfNoPartWas() throws Exception {
        assertThat(ofTwo(Map.of("gen_1", NEVER, "gen_1-1", NEVER))).isEqualTo(NEVER);
        assertThat(ofTwo(Map.of("gen_1", A, "gen_1-1", NEVER)))
                .isEqualTo(new Recovery.CannotTell());
    }

    @Test
    void stopsThePartsThatNobodyWillFollow() throws Exception {
        var no = new Recovery.CannotTell();

        assertThat(ofTwo(Map.of("gen_1", A, "gen_1-1", NEVER))).isEqualTo(no);
        assertThat(ofTwo(Map.of("gen_1", A, "gen_1-1", no))).isEqualTo(no);
        assertThat(stopped).containsExactly("a", "a");
    }

    @Test
    void waitsForThePartThatIsNotYetKnown() throws Exception {
        assertThat(ofTwo(Map.of("gen_1", NEVER))).isEqualTo(new Recovery.NotYetKnown());
        assertThat(ofTwo(Map.of("gen_1", A))).isEqualTo(new Recovery.NotYetKnown());
        assertThat(stopped).isEmpty();
    }
}
