package io.mediagate.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Family;
import io.mediagate.error.Untrusted;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.ResultFile;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.SubmissionAnswer.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class OneAtATimeTest {
    private static final ProviderFailure FAILURE =
            new ProviderFailure(
                    ErrorCode.CONTENT_REJECTED,
                    new Untrusted("no"),
                    false,
                    false,
                    Optional.empty());

    @TempDir Path folder;

    private final Queue<SubmissionAnswer> answers = new ArrayDeque<>();
    private final Map<String, Progress> progress = new HashMap<>();
    private final List<Long> seeds = new ArrayList<>();
    private final List<String> canceled = new ArrayList<>();
    private final OneAtATime several = new OneAtATime(new Scripted());

    private class Scripted implements Provider {
        @Override
        public String name() {
            return "acme";
        }

        @Override
        public SubmissionAnswer submit(Submission submission) {
            seeds.add(submission.input().path("seed").asLong(-1));
            return answers.remove();
        }

        @Override
        public Progress poll(ProviderHandle handle) {
            return progress.getOrDefault(handle.text(), VendorHttp.running(Duration.ofSeconds(1)));
        }

        @Override
        public Cancellation cancel(ProviderHandle handle) {
            canceled.add(handle.text());
            return Cancellation.STOPPED;
        }
    }

    private SubmissionAnswer submit(int count) throws Exception {
        var input =
                JsonMapper.shared().createObjectNode().put(OneAtATime.COUNT, count).put("seed", 7);
        return several.submit(
                new Submission("gen_1", 1, "model", Family.IMAGE, input, Instant.EPOCH));
    }

    private void accepts(String... handles) {
        for (var handle : handles) {
            answers.add(new SubmissionAnswer.Accepted(new ProviderHandle(handle)));
        }
    }

    private ProviderHandle accepted(int count) throws Exception {
        return ((SubmissionAnswer.Accepted) submit(count)).handle();
    }

    private Path brings(String handle) throws Exception {
        var file = Files.createFile(folder.resolve(handle));
        progress.put(
                handle,
                new Progress.Succeeded(new Output(List.of(new ResultFile.OnDisk(file)), "")));
        return file;
    }

    @Test
    void bringsAllInTheOrderOfTheSubmissions() throws Exception {
        accepts("a", "b");
        var handle = accepted(2);
        var second = brings("b");
        progress.put("a", VendorHttp.running(Duration.ofSeconds(1)));

        assertThat(several.poll(handle)).isInstanceOf(Progress.Running.class);
        var first = brings("a");

        assertThat(several.poll(handle))
                .isEqualTo(
                        new Progress.Succeeded(
                                new Output(
                                        List.of(
                                                new ResultFile.OnDisk(first),
                                                new ResultFile.OnDisk(second)),
                                        "")));
        assertThat(seeds).containsExactly(7L, 8L);
    }

    @Test
    void throwsAwayWhatSomeBroughtWhenOneFails() throws Exception {
        accepts("a", "b");
        var handle = accepted(2);
        var file = brings("a");
        progress.put("b", new Progress.Failed(FAILURE));

        assertThat(several.poll(handle)).isEqualTo(new Progress.Failed(FAILURE));

        assertThat(file).doesNotExist();
        assertThat(canceled).containsExactly("a", "b");
    }

    @Test
    void throwsAwayWhatSomeBroughtWhenTheRestIsCanceled() throws Exception {
        accepts("a", "b");
        var handle = accepted(2);
        var file = brings("a");
        progress.put("b", VendorHttp.running(Duration.ofSeconds(1)));
        several.poll(handle);

        assertThat(several.cancel(handle)).isEqualTo(Cancellation.GOES_ON);

        assertThat(file).doesNotExist();
    }

    @Test
    void isRefusedOnlyWhenAllThatWasBegunCouldBeStopped() throws Exception {
        accepts("a");
        answers.add(new SubmissionAnswer.Rejected(FAILURE));

        assertThat(submit(2)).isEqualTo(new SubmissionAnswer.Rejected(FAILURE));

        answers.add(
                new SubmissionAnswer.Finished(
                        new Output(List.of(new ResultFile.Bytes(new byte[1])), "")));
        answers.add(new SubmissionAnswer.Rejected(FAILURE));
        assertThat(submit(2)).isEqualTo(new SubmissionAnswer.Unknown(FAILURE));
    }

    /// A vendor that takes the second request for the first again makes one thing and bills it.
    @Test
    void doesNotTakeOneThingForTwo() throws Exception {
        accepts("a", "a");

        assertThat(submit(2)).isInstanceOf(SubmissionAnswer.Unknown.class);
        assertThat(canceled).containsExactly("a");
    }
}
