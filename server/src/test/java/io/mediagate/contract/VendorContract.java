package io.mediagate.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mediagate.error.ErrorCode;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.Recovery;
import io.mediagate.provider.ResultFile;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.http.Vendor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What every vendor's adapter must do, held against its recordings on loopback.
abstract class VendorContract extends VendorBench {
    private static final Duration LONG_AGO = Duration.ofHours(1);

    VendorContract(Vendor vendor) {
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
    void bringsOneFile(Recording recording) throws Exception {
        assertThat(filesOf(recording, "done"))
                .hasSize(recording.count("done"))
                .allMatch(VendorContract::isThere);
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void bringsSeveralFiles(Recording recording) throws Exception {
        assumeTrue(recording.has("several"), recording + " has no surface that makes several");
        assertThat(filesOf(recording, "several"))
                .hasSize(recording.count("several"))
                .allMatch(VendorContract::isThere);
    }

    private List<ResultFile> filesOf(Recording recording, String which) throws Exception {
        var outcome = outcome(recording, which);
        assertThat(outcome).as("%s", outcome).isInstanceOf(Progress.Succeeded.class);
        return ((Progress.Succeeded) outcome).output().files();
    }

    /// Submits and polls to the end.
    private Progress outcome(Recording recording, String which) throws Exception {
        var provider = provider(recording);
        if (!recording.answersAtOnce()) {
            server.on(recording.submit(), recording.accepted());
        }
        install(recording.done(which));
        return switch (provider.submit(submission(recording))) {
            case SubmissionAnswer.Finished(var output) -> new Progress.Succeeded(output);
            case SubmissionAnswer.Accepted(var handle) -> ended(provider, handle);
            case SubmissionAnswer.Rejected(var failure) -> new Progress.Failed(failure);
            case SubmissionAnswer.Unknown(var failure) -> new Progress.Failed(failure);
        };
    }

    private static boolean isThere(ResultFile file) {
        return switch (file) {
            case ResultFile.Bytes(var bytes) -> bytes.length > 0;
            case ResultFile.OnDisk(var path) -> Files.exists(path);
        };
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("followed")
    void followsEveryStateThatIsNoEnd(Recording recording) throws Exception {
        var provider = provider(recording);
        var handle = accepted(recording, provider);

        for (var running : recording.running()) {
            server.on(recording.poll(), running);

            assertThat(provider.poll(handle))
                    .as("%s", running)
                    .isInstanceOf(Progress.Running.class);
        }
        assertThat(recording.running()).isNotEmpty();
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

    private static void assertMeans(Recording.Refused refused, ProviderFailure failure) {
        assertThat(failure.code()).as(refused.name()).isEqualTo(refused.code());
        assertThat(failure.operatorFault()).as(refused.name()).isEqualTo(refused.operatorFault());
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("followed")
    void tellsEveryFailureOfWhatWasAcceptedApart(Recording recording) throws Exception {
        assertThat(recording.failed()).isNotEmpty();
        for (var failed : recording.failed()) {
            var provider = provider(recording);
            var handle = accepted(recording, provider);
            if (recording.has("done")) {
                install(recording.done("done"));
            }
            server.on(failed.on(), failed.reply());

            var progress = ended(provider, handle);

            assertThat(progress).as(failed.name()).isInstanceOf(Progress.Failed.class);
            assertMeans(failed, ((Progress.Failed) progress).failure());
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

    @ParameterizedTest
    @MethodSource("recordings")
    void doesNotKnowWhenTheAnswerIsTooSlow(Recording recording) throws Exception {
        server.on(recording.submit(), new Reply.Slow(Duration.ofSeconds(5), Reply.json(200, "{}")));

        var answer = provider(recording).submit(submission(recording, Duration.ofMillis(100)));

        assertThat(answer).isInstanceOf(SubmissionAnswer.Unknown.class);
        assertThat(((SubmissionAnswer.Unknown) answer).failure().code())
                .isEqualTo(ErrorCode.TIMEOUT);
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void doesNotTakeAPageForAnAnswer(Recording recording) throws Exception {
        server.on(recording.submit(), Reply.html(200));

        assertThat(provider(recording).submit(submission(recording)))
                .isInstanceOf(SubmissionAnswer.Unknown.class);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("followed")
    void goesOnFollowingWhateverTheLineDoes(Recording recording) throws Exception {
        var provider = provider(recording);
        var handle = accepted(recording, provider);
        var weather =
                List.of(
                        Reply.html(502),
                        Reply.html(503),
                        Reply.html(504),
                        Reply.html(200),
                        new Reply.Reset(),
                        new Reply.Truncated(Reply.json(200, "{\"a\":\"bcdefghijk\"}")));

        for (var reply : weather) {
            server.on(recording.poll(), reply);

            assertThat(provider.poll(handle)).as("%s", reply).isInstanceOf(Progress.Running.class);
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("followed")
    void failsWhatIsGone(Recording recording) throws Exception {
        var provider = provider(recording);
        var handle = accepted(recording, provider);
        server.on(recording.poll(), Reply.json(404, "{\"message\":\"not found\"}"));

        var progress = provider.poll(handle);

        assertThat(progress).isInstanceOf(Progress.Failed.class);
        assertThat(((Progress.Failed) progress).failure().code()).isEqualTo(ErrorCode.FAILED);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("followed")
    void cancelsWhereThatExists(Recording recording) throws Exception {
        var provider = provider(recording);
        var handle = accepted(recording, provider);
        var cancel = recording.cancel();
        if (cancel.isMissingNode()) {
            assertThat(provider.cancel(handle)).isEqualTo(Cancellation.GOES_ON);
            return;
        }
        var line = cancel.path("on").asString();
        answerPollsOf(recording, cancel);
        server.on(line, Recording.reply(cancel));

        var stopped = provider.cancel(handle);

        assertThat(server.seen(line)).hasSize(1);
        assertThat(stopped)
                .isEqualTo(
                        cancel.path("stops").asBoolean()
                                ? Cancellation.STOPPED
                                : Cancellation.GOES_ON);
        server.on(line, Reply.html(502));
        assertThat(provider.cancel(handle)).isEqualTo(Cancellation.GOES_ON);
    }

    private void answerPollsOf(Recording recording, JsonNode given) {
        if (given.has("poll")) {
            server.on(recording.poll(), Recording.reply(given.path("poll")));
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("followed")
    void doesNotTakeForStoppedWhatGoesOn(Recording recording) throws Exception {
        var provider = provider(recording);
        var handle = accepted(recording, provider);
        var line = recording.cancel().path("on").asString("");
        for (var late : recording.cancel().path("too_late")) {
            int before = server.seen(line).size();
            answerPollsOf(recording, late);
            server.on(line, Recording.reply(late.path("reply")));

            assertThat(provider.cancel(handle)).as("%s", late).isEqualTo(Cancellation.GOES_ON);
            assertThat(server.seen(line)).hasSize(before + (late.has("reply") ? 1 : 0));
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void findsWhatItLostOrSaysThatItCannot(Recording recording) throws Exception {
        if (recording.recover().isMissingNode()) {
            assertThat(recovered(recording, LONG_AGO)).isEqualTo(new Recovery.CannotTell());
            return;
        }
        var handle = accepted(recording, provider(recording));

        assertThat(look(recording, "found", LONG_AGO)).isEqualTo(new Recovery.Found(handle));
        assertThat(look(recording, "never", LONG_AGO)).isEqualTo(new Recovery.NeverArrived());
        boolean atOnce = recording.recover().path("never").path("at_once").asBoolean(false);
        assertThat(look(recording, "never", Duration.ZERO))
                .isEqualTo(atOnce ? new Recovery.NeverArrived() : new Recovery.NotYetKnown());
        assertThat(look(recording, "unclear", LONG_AGO)).isEqualTo(new Recovery.NotYetKnown());
        server.on(recording.recoverLine("found"), new Reply.Reset());
        assertThat(recovered(recording, LONG_AGO)).isEqualTo(new Recovery.NotYetKnown());
    }

    private Recovery look(Recording recording, String which, Duration ago) throws Exception {
        server.on(recording.recoverLine(which), Recording.reply(recording.recover().path(which)));
        return recovered(recording, ago);
    }

    private Recovery recovered(Recording recording, Duration ago) throws Exception {
        return provider(recording).recover(submission(recording), Instant.now().minus(ago));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("followed")
    void keepsNoSecretInItsHandle(Recording recording) throws Exception {
        var handle = accepted(recording, provider(recording));

        recording.key().forEach(part -> assertThat(handle.text()).doesNotContain(part.value()));
        assertThat(handle.text().length()).isLessThan(16_000);
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void failsWhatWasMadeAndCannotBeHad(Recording recording) throws Exception {
        boolean hasLinks =
                recording.done("done").stream()
                        .anyMatch(rule -> text(rule.reply()).contains("{base}/files/"));
        assumeTrue(hasLinks, recording + " brings its results without links");
        if (!recording.answersAtOnce()) {
            server.on(recording.submit(), recording.accepted());
        }
        install(recording.done("done"));
        server.on("GET /files/.*", Reply.html(404));
        var provider = provider(recording);

        var answer = provider.submit(submission(recording));
        var progress = ended(provider, ((SubmissionAnswer.Accepted) answer).handle());

        assertThat(progress).isInstanceOf(Progress.Failed.class);
        assertThat(((Progress.Failed) progress).failure().code()).isEqualTo(ErrorCode.FAILED);
    }

    private static String text(Reply.Whole reply) {
        return new String(reply.body(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void fetchesNothingFromForeignOrPrivateHosts(Recording recording) throws Exception {
        try (var stranger = new LoopbackVendor()) {
            boolean hasLinks = false;
            if (!recording.answersAtOnce()) {
                server.on(recording.submit(), recording.accepted());
            }
            for (var rule : recording.done("done")) {
                var text = text(rule.reply());
                hasLinks |= text.contains("{base}/files/");
                var moved = text.replace("{base}/files/", stranger.base() + "/files/");
                server.on(
                        rule.on(),
                        new Reply.Whole(
                                rule.reply().status(),
                                rule.reply().headers(),
                                moved.getBytes(StandardCharsets.ISO_8859_1)));
            }
            assumeTrue(hasLinks, recording + " brings its results without links");
            var provider = provider(recording);

            var answer = provider.submit(submission(recording));
            var handle = ((SubmissionAnswer.Accepted) answer).handle();

            assertThat(ended(provider, handle)).isInstanceOf(Progress.Failed.class);
            assertThat(stranger.seen()).isEmpty();
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("followed")
    void takesItsKeyOnlyToTheVendorsOwnHosts(Recording recording) throws Exception {
        try (var stranger = new LoopbackVendor()) {
            var text = new String(recording.accepted().body(), StandardCharsets.UTF_8);
            assumeTrue(text.contains("{base}"), recording + " gives no links to follow");
            var moved = text.replace("{base}", stranger.base().toString());
            server.on(
                    recording.submit(),
                    new Reply.Whole(
                            200,
                            recording.accepted().headers(),
                            moved.getBytes(StandardCharsets.UTF_8)));
            var provider = provider(recording);

            var answer = provider.submit(submission(recording));
            if (answer instanceof SubmissionAnswer.Accepted(var handle)) {
                provider.poll(handle);
                provider.cancel(handle);
            }

            assertThat(stranger.seen()).isEmpty();
        }
    }

    /// It was accepted: whatever is said of the question, making it elsewhere may be paid for twice.
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("followed")
    void takesNoRefusedPollForAWorkThatNeverBegan(Recording recording) throws Exception {
        var provider = provider(recording);
        var handle = accepted(recording, provider);

        for (var refused : recording.rejected()) {
            server.on(recording.poll(), refused.reply());

            if (provider.poll(handle) instanceof Progress.Failed(var failure)) {
                assertThat(failure.code())
                        .as(refused.name())
                        .isNotIn(ErrorCode.UNSUPPORTED_MODEL, ErrorCode.PROVIDER_UNAVAILABLE);
            }
        }
    }
}
