package io.mediagate.provider.http;

import io.github.bucket4j.Bucket;
import java.time.Duration;

/// How fast a vendor lets itself be asked, by its own documents. Who is too early waits.
public final class Pace {
    private final Bucket bucket;

    private Pace(Bucket bucket) {
        this.bucket = bucket;
    }

    /// At most so many calls in any such time.
    public static Pace of(int calls, Duration time) {
        return new Pace(
                Bucket.builder()
                        .addLimit(limit -> limit.capacity(calls).refillGreedy(calls, time))
                        .build());
    }

    /// As fast as anybody likes.
    public static Pace free() {
        return of(10_000, Duration.ofSeconds(1));
    }

    void await() throws InterruptedException {
        bucket.asBlocking().consume(1);
    }
}
