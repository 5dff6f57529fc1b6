package io.mediagate.credits;

import io.mediagate.account.Scope;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The books, as the rest of the program reads and fills them. Holds and settlements are only made by
/// the life of a generation, inside its own transactions.
public interface Ledger {

    /// Credits to add.
    ///
    /// @param id the caller's own, so that asking twice adds once
    record Grant(
            Scope scope,
            String id,
            Bucket bucket,
            Credits amount,
            Instant expiresAt,
            String reason) {}

    /// Credits to take back.
    ///
    /// @param id the caller's own, so that asking twice takes once
    record Withdrawal(Scope scope, String id, Credits amount, String reason) {}

    /// Adds credits. False: a grant of that id is there already, and nothing was added. Throws
    /// `CONFLICT` when it is there with another content.
    boolean grant(Grant grant);

    /// The same, in the transaction of whoever has more to write with it.
    boolean grant(Handle tx, Grant grant);

    /// Takes credits back, in the order in which they are spent; what is held stays held. Throws
    /// `CONFLICT` when a withdrawal of that id is there with another content.
    WithdrawalAnswer withdraw(Handle tx, Withdrawal withdrawal);

    Balance balance(Scope scope);

    /// Adds permanent credits so that the scope can spend at least this much.
    void fillUpTo(Scope scope, Credits amount, String reason);

    /// Moves what has expired out of what can be spent; how many grants that were.
    int expire();

    /// Proves the books: one sentence for everything that does not add up, none when all does.
    List<String> verify();
}
