package io.mediagate.credits;

/// What came of taking credits back.
public sealed interface WithdrawalAnswer {
    /// They are gone, the first to expire first.
    record Withdrawn() implements WithdrawalAnswer {}

    /// One of that id is there already; nothing more was taken.
    record Already() implements WithdrawalAnswer {}

    /// There is not that much that could be taken; nothing was.
    record TooFew(Credits available) implements WithdrawalAnswer {}
}
