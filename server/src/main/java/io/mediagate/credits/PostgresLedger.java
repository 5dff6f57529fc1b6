package io.mediagate.credits;

import com.github.f4b6a3.ulid.UlidCreator;
import io.mediagate.account.Scope;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.storage.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// The books in PostgreSQL. Holding and settling run inside the transactions of a generation's life, many
/// generations at a time; everything else opens its own.
///
/// Grants are always locked in the order of their keys, whoever needs them, so that two batches over the
/// same workspaces cannot lock each other out.
public final class PostgresLedger implements Ledger {

    private static final Duration LIFE_OF_FILLED_UP = Duration.ofDays(365);

    private final Database database;
    private final InstantSource clock;
    private final LedgerStore store = new LedgerStore();

    public PostgresLedger(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public boolean grant(Grant grant) {
        return database.transaction(tx -> grant(tx, grant));
    }

    @Override
    public boolean grant(Handle tx, Grant grant) {
        if (store.insertGrant(tx, grant, clock.instant())) {
            return true;
        }
        if (!store.sameGrantExists(tx, grant)) {
            throw Problem.of(
                    ErrorCode.CONFLICT,
                    "grant %s exists with another content".formatted(grant.id()));
        }
        return false;
    }

    @Override
    public Balance balance(Scope scope) {
        return database.with(tx -> store.balance(tx, scope, clock.instant()));
    }

    @Override
    public void fillUpTo(Scope scope, Credits amount, String reason) {
        database.run(tx -> {
            store.lockScope(tx, scope);
            var now = clock.instant();
            var left = store.balance(tx, scope, now).total();
            if (left.compareTo(amount) < 0) {
                var id = "grant_" + UlidCreator.getMonotonicUlid();
                var ends = now.plus(LIFE_OF_FILLED_UP).truncatedTo(ChronoUnit.MILLIS);
                var missing = amount.minus(left);
                grant(tx, new Grant(scope, id, Bucket.PERMANENT, missing, ends, reason));
            }
        });
    }

    @Override
    public WithdrawalAnswer withdraw(Handle tx, Withdrawal withdrawal) {
        var now = clock.instant();
        var scope = withdrawal.scope();
        var purse = new Purse();
        // Two of one id wait for each other here; the second sees what the first has written.
        store.lockSpendable(tx, List.of(scope), now).forEach(purse::add);
        if (isRepeated(tx, withdrawal)) {
            return new WithdrawalAnswer.Already();
        }
        var parts = new ArrayList<Part>();
        return switch (purse.spend(new HoldRequest(scope, "", withdrawal.amount()), parts)) {
            case HoldAnswer.Insufficient(var available) -> new WithdrawalAnswer.TooFew(available);
            case HoldAnswer.Held _ -> {
                store.withdraw(tx, withdrawal, parts, now);
                yield new WithdrawalAnswer.Withdrawn();
            }
        };
    }

    private boolean isRepeated(Handle tx, Withdrawal withdrawal) {
        var former = store.findWithdrawal(tx, withdrawal.scope().workspaceId(), withdrawal.id());
        if (former.isPresent() && !former.get().sameAs(withdrawal)) {
            throw Problem.of(
                    ErrorCode.CONFLICT,
                    "withdrawal %s exists with another content".formatted(withdrawal.id()));
        }
        return former.isPresent();
    }

    @Override
    public int expire() {
        return database.transaction(tx -> store.expire(tx, clock.instant()));
    }

    @Override
    public List<String> verify() {
        return database.transaction(Proof::faults);
    }

    /// Holds the prices of many generations, in their order, each wholly or not at all.
    public List<HoldAnswer> hold(Handle tx, List<HoldRequest> requests) {
        var now = clock.instant();
        var purses = new LinkedHashMap<Scope, Purse>();
        requests.forEach(request -> purses.put(request.scope(), new Purse()));
        store.lockSpendable(tx, purses.keySet(), now)
                .forEach(grant -> purse(purses, grant.scope()).add(grant));
        var answers = new ArrayList<HoldAnswer>();
        var parts = new ArrayList<Part>();
        for (var request : requests) {
            var purse = purse(purses, request.scope());
            answers.add(purse.spend(request, parts));
        }
        store.insertHolds(tx, parts, now);
        return answers;
    }

    /// Waits until whoever is spending from this scope has committed or not.
    public void awaitSpenders(Handle tx, Scope scope) {
        store.lockSpendable(tx, List.of(scope), clock.instant());
    }

    private static Purse purse(Map<Scope, Purse> purses, Scope scope) {
        var purse = purses.get(scope);
        if (purse == null) {
            throw new IllegalStateException("no purse was asked for " + scope);
        }
        return purse;
    }

    /// Ends the holds of many generations. Every hold must still be open: the caller has just moved each
    /// generation into its last state and nobody else can.
    public void settle(Handle tx, List<Settlement> settlements) {
        store.settle(tx, settlements, clock.instant());
    }

    /// One grant as far as it can be spent.
    record Spendable(Scope scope, String grantId, Bucket bucket, long available) {}

    /// What a generation takes from one grant.
    record Part(String workspaceId, String generationId, String grantId, long amount) {}

    /// The grants of one scope, in the order in which they are spent.
    private static final class Purse {
        private final List<Rest> grants = new ArrayList<>();
        private long available;

        void add(Spendable grant) {
            grants.add(new Rest(grant));
            available += grant.available();
        }

        HoldAnswer spend(HoldRequest request, List<Part> parts) {
            long price = request.price().amount();
            if (price > available) {
                return new HoldAnswer.Insufficient(new Credits(available));
            }
            available -= price;
            long subscription = 0;
            long open = price;
            for (var rest : grants) {
                long taken = rest.take(open);
                if (taken > 0) {
                    open -= taken;
                    subscription += rest.grant.bucket() == Bucket.SUBSCRIPTION ? taken : 0;
                    parts.add(
                            new Part(
                                    request.scope().workspaceId(),
                                    request.generationId(),
                                    rest.grant.grantId(),
                                    taken));
                }
            }
            return new HoldAnswer.Held(
                    new Credits(subscription), new Credits(price - subscription));
        }
    }

    /// What is left of a grant while a batch is being held.
    private static final class Rest {
        private final Spendable grant;
        private long left;

        Rest(Spendable grant) {
            this.grant = grant;
            this.left = grant.available();
        }

        long take(long wanted) {
            long taken = Math.min(wanted, left);
            left -= taken;
            return taken;
        }
    }
}
