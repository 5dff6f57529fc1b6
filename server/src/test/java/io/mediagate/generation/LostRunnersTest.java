package io.mediagate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.provider.Progress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A runner can be lost while its node lives on: to a lack of memory, or to whatever else is no exception.
/// Its generation must not hold credits until the node is restarted.
class LostRunnersTest {

    private final LifeFixture on = new LifeFixture();

    @AfterEach
    void close() {
        on.close();
    }

    @Test
    void anotherRunnerGoesOnFromTheStoredHandle() throws InterruptedException {
        var lost = new AtomicBoolean();
        on.provider.onPoll =
                _ -> {
                    if (lost.compareAndSet(false, true)) {
                        throw new OutOfMemoryError("as after an answer that was too large");
                    }
                    return new Progress.Succeeded(FakeProvider.OUTPUT);
                };

        var ended = on.end(on.create(on.caller(10)));

        assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
        assertThat(on.provider.submissionsOf(ended)).isEqualTo(1);
        assertThat(on.ledger.balance(ended.scope()).held().amount()).isZero();
        assertThat(on.ledger.verify()).isEmpty();
    }

    @Test
    void aSubmissionThatItWasLostInIsUnknownAndNotRepeated() throws InterruptedException {
        on.provider.onSubmit =
                _ -> {
                    throw new OutOfMemoryError("as after an answer that was too large");
                };

        var ended = on.end(on.create(on.caller(10)));

        assertThat(ended.state()).isEqualTo(State.FAILED);
        assertThat(on.attempts(ended)).containsExactly("outcome_unknown");
        assertThat(on.provider.submissionsOf(ended)).isEqualTo(1);
        assertThat(on.ledger.balance(ended.scope()).total().amount()).isEqualTo(10);
    }
}
