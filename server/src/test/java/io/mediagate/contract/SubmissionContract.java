package io.mediagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.error.ErrorCode;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.http.Vendor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What is sent for a submission, and what becomes of it by what comes back: taken, refused, or not known.
abstract class SubmissionContract extends VendorBench {

    SubmissionContract(Vendor vendor) {
        super(vendor);
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void sendsWhatTheVendorDocuments(Recording recording) throws Exception {
        if (recording.answersAtOnce()) {
            install(recording.done("done"));
        } else {
            server.on(recording.submit(), recording.accepted());
        }

        provider(recording).submit(submission(recording));

        var sent = server.seen(recording.submit()).getFirst();
        recording
                .sends()
                .path("headers")
                .properties()
                .forEach(it ->
                        assertThat(Optional.ofNullable(sent.headers().get(it.getKey())))
                                .as(it.getKey())
                                .isEqualTo(it.getValue().asStringOpt()));
        if (recording.sends().has("body")) {
            assertContains(
                    JsonMapper.shared().readTree(sent.body()), recording.sends().path("body"), "");
        }
        recording
                .sends()
                .path("text")
                .forEach(it -> assertThat(sent.text()).contains(it.asString()));
        recording
                .sends()
                .path("never")
                .forEach(it -> assertThat(sent.text()).doesNotContain(it.asString()));
    }

    private static void assertContains(JsonNode sent, JsonNode wanted, String at) {
        if (wanted.isObject()) {
            wanted.properties()
                    .forEach(it ->
                            assertContains(
                                    sent.path(it.getKey()), it.getValue(), at + "/" + it.getKey()));
        } else if (wanted.isNull()) {
            assertThat(sent.isMissingNode() || sent.isNull()).as(at).isTrue();
        } else {
            assertThat(sent).as(at).isEqualTo(wanted);
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void tellsEveryRefusalApart(Recording recording) throws Exception {
        assertThat(recording.rejected())
                .extracting(Recording.Refused::name)
                .contains("content", "input", "key", "rate");
        for (var refused : recording.rejected()) {
            server.on(refused.on(), refused.reply());

            var answer = provider(recording).submit(submission(recording));

            assertThat(answer).as(refused.name()).isInstanceOf(SubmissionAnswer.Rejected.class);
            assertMeans(refused, ((SubmissionAnswer.Rejected) answer).failure());
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void sendsNothingThatCannotBeSent(Recording recording) throws Exception {
        for (var wrong : recording.unsendable().properties()) {
            var input = (ObjectNode) wrong.getValue().path("input");
            var before = server.seen().size();

            var answer = provider(recording).submit(submission(recording, input));

            assertThat(answer)
                    .as(wrong.getKey())
                    .isInstanceOfSatisfying(
                            SubmissionAnswer.Rejected.class,
                            it ->
                                    assertThat(it.failure().code().name())
                                            .isEqualTo(wrong.getValue().path("code").asString()));
            assertThat(server.seen()).as(wrong.getKey()).hasSize(before);
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void doesNotTakeForARefusalWhatMayHaveBeenBilled(Recording recording) throws Exception {
        for (var unknown : recording.unknown()) {
            server.on(unknown.on(), unknown.reply());

            var answer = provider(recording).submit(submission(recording));

            assertThat(answer).as(unknown.name()).isInstanceOf(SubmissionAnswer.Unknown.class);
            assertMeans(unknown, ((SubmissionAnswer.Unknown) answer).failure());
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void doesNotKnowWhatAFiveHundredHasStarted(Recording recording) throws Exception {
        for (int status : List.of(500, 502, 504, 520, 524)) {
            server.on(recording.submit(), Reply.html(status));

            assertThat(provider(recording).submit(submission(recording)))
                    .as("%d", status)
                    .isInstanceOf(SubmissionAnswer.Unknown.class);
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void knowsThatNothingBeganWhenNobodyTookIt(Recording recording) throws Exception {
        for (int status : List.of(503, 522, 529)) {
            server.on(recording.submit(), Reply.html(status));

            assertThat(provider(recording).submit(submission(recording)))
                    .as("%d", status)
                    .isInstanceOf(SubmissionAnswer.Rejected.class);
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void sendsOnceAndDoesNotKnowWhenNoAnswerComes(Recording recording) throws Exception {
        server.on(recording.submit(), new Reply.Reset());

        var answer = provider(recording).submit(submission(recording));

        assertThat(answer).isInstanceOf(SubmissionAnswer.Unknown.class);
        assertThat(server.seen(recording.submit())).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void doesNotKnowWhenTheAnswerBreaksOff(Recording recording) throws Exception {
        var whole =
                recording.answersAtOnce()
                        ? recording.done("done").getFirst().reply()
                        : recording.accepted();
        server.on(recording.submit(), new Reply.Truncated(whole));

        assertThat(provider(recording).submit(submission(recording)))
                .isInstanceOf(SubmissionAnswer.Unknown.class);
    }

    /// All at once: each is waited for a second, the least that a call is given.
    @Test
    void doesNotKnowWhenTheAnswerIsTooSlow() throws Exception {
        var slow = new Reply.Slow(Duration.ofSeconds(5), Reply.json(200, "{}"));
        var all = recordings().toList();
        all.forEach(it -> server.on(it.submit(), slow));
        assertThat(all).isNotEmpty();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = all.stream().map(it -> threads.submit(() -> inNoTime(it))).toList();
            for (int i = 0; i < all.size(); i++) {
                var answer = asked.get(i).get();
                assertThat(answer)
                        .as("%s", all.get(i))
                        .isInstanceOf(SubmissionAnswer.Unknown.class);
                assertThat(((SubmissionAnswer.Unknown) answer).failure().code())
                        .as("%s", all.get(i))
                        .isEqualTo(ErrorCode.TIMEOUT);
            }
        }
    }

    private SubmissionAnswer inNoTime(Recording recording) throws InterruptedException {
        return provider(recording).submit(submission(recording, Duration.ofMillis(100)));
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void doesNotTakeAPageForAnAnswer(Recording recording) throws Exception {
        server.on(recording.submit(), Reply.html(200));

        assertThat(provider(recording).submit(submission(recording)))
                .isInstanceOf(SubmissionAnswer.Unknown.class);
    }

    static void assertMeans(Recording.Refused refused, ProviderFailure failure) {
        assertThat(failure.code()).as(refused.name()).isEqualTo(refused.code());
        assertThat(failure.operatorFault()).as(refused.name()).isEqualTo(refused.operatorFault());
    }
}
