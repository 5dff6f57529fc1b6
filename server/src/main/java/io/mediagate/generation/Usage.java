package io.mediagate.generation;

import io.mediagate.credits.Credits;

/// What a generation holds or has taken, by bucket.
public record Usage(Credits subscription, Credits permanent) {
    public static final Usage NONE = new Usage(Credits.ZERO, Credits.ZERO);

    public Credits total() {
        return subscription.plus(permanent);
    }
}
