package io.mediagate.credits;

/// What a workspace can spend in one mode, and what its unfinished generations hold.
public record Balance(Credits subscription, Credits permanent, Credits held) {
    /// All that can be spent now.
    public Credits total() {
        return subscription.plus(permanent);
    }
}
