package io.mediagate.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mediagate.error.ErrorCode;
import io.mediagate.provider.Progress;
import io.mediagate.provider.ResultFile;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.http.Vendor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every vendor's adapter must do, held against its recordings on loopback: by all of these, and by
/// what it brings in the end.
abstract class VendorContract extends FollowContract {

    VendorContract(Vendor vendor) {
        super(vendor);
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
}
