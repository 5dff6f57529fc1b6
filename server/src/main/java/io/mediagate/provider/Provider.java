package io.mediagate.provider;

import java.time.Instant;
import java.util.Optional;

/// Somebody who generates: a vendor's account, or the sandbox. Implementations are safe for use by many
/// virtual threads at once, block freely, and keep nothing between calls that `ProviderHandle` does not
/// hold, so that any node can go on with a generation that another one started.
///
/// Promises: `submit` is called at most once for an attempt; it never throws for what the other side did
/// (that is part of its answer); whatever text came from outside leaves only as `Untrusted`.
public interface Provider {

    /// The operator's name for it: lower case, as in the catalogue's routes. Never shown to callers.
    String name();

    /// Asks for a generation. Only `Rejected` says for sure that nothing was started or billed.
    SubmissionAnswer submit(Submission submission) throws InterruptedException;

    /// Where an accepted generation stands. Safe to repeat at any time and from any node.
    Progress poll(ProviderHandle handle) throws InterruptedException;

    /// Asks to stop it. Best effort: the generation is canceled for the caller either way.
    Cancellation cancel(ProviderHandle handle) throws InterruptedException;

    /// Looks for a submission whose answer was lost, by an idempotency key or by our own id, where the
    /// vendor has one. Safe to repeat, from any node, and after a restart. Whoever has no such look-up
    /// leaves it at this: a second submission is then never made.
    ///
    /// @param submission exactly as it was submitted
    /// @param submittedAt when; what left a moment ago may still be on its way
    default Recovery recover(Submission submission, Instant submittedAt)
            throws InterruptedException {
        return new Recovery.CannotTell();
    }

    /// Whether `recover` sends the submission again, so that what had never arrived is made then. It is not
    /// asked to look for what nobody wants any more.
    default boolean recoversByRepeating() {
        return false;
    }

    /// Until when it takes no submissions, because the vendor wants none or refuses our account; empty
    /// while it does. What is refused for an account's sake (its key, its funds, its limits) rests here, key
    /// by key, and never by whoever chooses routes: another key may do.
    default Optional<Instant> restingUntil() {
        return Optional.empty();
    }
}
