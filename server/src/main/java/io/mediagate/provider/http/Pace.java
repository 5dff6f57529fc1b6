package io.mediagate.provider.http;

import io.github.bucket4j.Bucket;
import java.time.Duration;

/// How fast a vendor lets an account ask, by its own documents: at most so many calls in any such time. Who
/// is too early waits.
public record Pace(int calls, Duration time) {
    /// As fast as anybody likes.
    public static Pace free() {
        return new Pace(10_000, Duration.ofSeconds(1));
    }

    /// Begins to keep it.
    Kept begin() {
        return new Kept(
                Bucket.builder()
                        .addLimit(limit -> limit.capacity(calls).refillGreedy(calls, time))
                        .build());
    }

    /// One account's.
    record Kept(Bucket bucket) {
        void await() throws InterruptedException {
            bucket.asBlocking().consume(1);
        }
    }
}
