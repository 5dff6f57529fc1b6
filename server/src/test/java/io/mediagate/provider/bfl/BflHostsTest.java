package io.mediagate.provider.bfl;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.egress.Egress;
import io.mediagate.egress.Exchange;
import io.mediagate.egress.HttpAnswer;
import io.mediagate.egress.HttpCall;
import io.mediagate.error.Family;
import io.mediagate.error.Secret;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.http.VendorAccount;
import io.mediagate.provider.http.VendorTools;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// The link of an acceptance leads to the region that took it, and our key with it.
class BflHostsTest {
    private final List<HttpCall> calls = new ArrayList<>();

    /// Accepts everything with the same link; says of everything that it still runs.
    private class Vendor implements Egress {
        private final String link;

        Vendor(String link) {
            this.link = link;
        }

        @Override
        public Exchange send(HttpCall call) {
            calls.add(call);
            var body =
                    call.method().equals("POST")
                            ? "{\"id\":\"x\",\"polling_url\":\"" + link + "\"}"
                            : "{\"status\":\"Pending\"}";
            return new Exchange.Answered(
                    new HttpAnswer(200, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public Fetch fetch(
                URI uri, Map<String, String> headers, Path into, long mostBytes, Duration limit) {
            throw new IllegalStateException("nothing was made");
        }
    }

    private Progress followed(String link) throws Exception {
        var account =
                new VendorAccount(
                        URI.create("https://api.bfl.ai"), List.of(List.of(new Secret("key-1"))));
        var tools = new VendorTools(new Vendor(link), Path.of("unused"), InstantSource.system());
        var provider = BflProvider.VENDOR.open(account, tools);
        var submission =
                new Submission(
                        "gen_1",
                        1,
                        "flux-2-pro",
                        Family.IMAGE,
                        JsonMapper.shared().createObjectNode().put("prompt", "a cat"),
                        Instant.now().plusSeconds(60));
        var accepted = (SubmissionAnswer.Accepted) provider.submit(submission);
        return provider.poll(accepted.handle());
    }

    @Test
    void followsItToARegionOfTheirsWithTheKey() throws Exception {
        var link = "https://api.eu2.bfl.ai/v1/get_result?id=x";

        assertThat(followed(link)).isInstanceOf(Progress.Running.class);

        assertThat(calls.getLast().uri()).hasToString(link);
        assertThat(calls.getLast().headers()).containsEntry("x-key", "key-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.bfl.ai.example.com/v1/get_result?id=x",
                "https://examplebfl.ai/v1/get_result?id=x",
                "http://api.eu2.bfl.ai/v1/get_result?id=x",
                "https://api.bfl.ai@example.com/v1/get_result?id=x",
                "https://key@api.eu2.bfl.ai/v1/get_result?id=x",
                "https://127.0.0.1/v1/get_result?id=x",
                "v1/get_result?id=x",
                "no link at all"
            })
    void followsItNowhereElse(String link) throws Exception {
        assertThat(followed(link)).isInstanceOf(Progress.Failed.class);

        assertThat(calls).as("only the submission").hasSize(1);
    }
}
