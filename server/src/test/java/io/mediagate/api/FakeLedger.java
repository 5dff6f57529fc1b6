package io.mediagate.api;

import io.mediagate.account.Scope;
import io.mediagate.credits.Balance;
import io.mediagate.credits.Credits;
import io.mediagate.credits.Ledger;
import io.mediagate.credits.WithdrawalAnswer;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Everybody has 5 credits of a subscription, 20 permanent ones, and holds 3.
final class FakeLedger implements Ledger {

    @Override
    public boolean grant(Grant grant) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Balance balance(Scope scope) {
        return new Balance(new Credits(5), new Credits(20), new Credits(3));
    }

    @Override
    public void fillUpTo(Scope scope, Credits amount, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean grant(Handle tx, Grant grant) {
        throw new UnsupportedOperationException();
    }

    @Override
    public WithdrawalAnswer withdraw(Handle tx, Withdrawal withdrawal) {
        throw new IllegalStateException("nobody withdraws by the public API");
    }

    @Override
    public int expire() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> verify() {
        throw new UnsupportedOperationException();
    }
}
