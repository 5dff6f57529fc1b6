package io.mediagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.error.ErrorCode;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Recovery;
import io.mediagate.provider.http.Vendor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// What becomes of something that the vendor has accepted: followed, found again, stopped, failed.
abstract class FollowContract extends SubmissionContract {
    private static final Duration LONG_AGO = Duration.ofHours(1);

    FollowContract(Vendor vendor) {
        super(vendor);
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
