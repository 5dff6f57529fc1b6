package io.mediagate.credits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediagate.Concurrently;
import io.mediagate.account.Scope;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.storage.Database;
import io.mediagate.storage.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresLedgerTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final Database database = TestDatabase.open();
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final PostgresLedger ledger = new PostgresLedger(database, now::get);
    private final AtomicInteger number = new AtomicInteger();

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void spendsSubscriptionBeforePermanentAndTheFirstToExpireFirst() {
        var scope = scope();
        grant(scope, "permanent-soon", Bucket.PERMANENT, 10, Duration.ofHours(1));
        grant(scope, "subscription-late", Bucket.SUBSCRIPTION, 10, Duration.ofHours(9));
        grant(scope, "subscription-soon", Bucket.SUBSCRIPTION, 10, Duration.ofHours(2));
        grant(scope, "permanent-late", Bucket.PERMANENT, 10, Duration.ofHours(8));

        var held = hold(scope, "gen_1", 35);

        assertThat(held).isEqualTo(new HoldAnswer.Held(new Credits(20), new Credits(15)));
        assertThat(available(scope))
                .containsExactly(
                        "permanent-late:5",
                        "permanent-soon:0",
                        "subscription-late:0",
                        "subscription-soon:0");
    }

    @Test
    void takesCreditsBackInTheOrderInWhichTheyAreSpentAndLeavesWhatIsHeld() {
        var scope = scope();
        grant(scope, "permanent", Bucket.PERMANENT, 10, Duration.ofHours(1));
        grant(scope, "subscription", Bucket.SUBSCRIPTION, 10, Duration.ofHours(2));
        hold(scope, "gen_1", 4);

        assertThat(withdraw(scope, "w1", 17))
                .isEqualTo(new WithdrawalAnswer.TooFew(new Credits(16)));
        assertThat(withdraw(scope, "w1", 9)).isEqualTo(new WithdrawalAnswer.Withdrawn());

        assertThat(available(scope)).containsExactly("permanent:7", "subscription:0");
        assertThat(ledger.balance(scope))
                .isEqualTo(new Balance(Credits.ZERO, new Credits(7), new Credits(4)));
    }

    @Test
    void takesBackOnceForTheSameIdHoweverManyAsk() throws InterruptedException {
        var scope = scope();
        grant(scope, "a", Bucket.PERMANENT, 10, Duration.ofHours(1));
        grant(scope, "b", Bucket.PERMANENT, 10, Duration.ofHours(2));

        var answers = Concurrently.run(16, () -> withdraw(scope, "w1", 15));

        assertThat(answers).filteredOn(WithdrawalAnswer.Withdrawn.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(WithdrawalAnswer.Already.class::isInstance).hasSize(15);
        assertThat(ledger.balance(scope).total()).isEqualTo(new Credits(5));
        assertThatThrownBy(() -> withdraw(scope, "w1", 5))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThat(withdraw(scope, "w2", 5)).isEqualTo(new WithdrawalAnswer.Withdrawn());
        // Also when there is nothing left that could be locked or taken.
        assertThat(withdraw(scope, "w1", 15)).isEqualTo(new WithdrawalAnswer.Already());
    }

    @Test
    void holdsAllOrNothing() {
        var scope = scope();
        grant(scope, "a", Bucket.PERMANENT, 10, Duration.ofHours(1));

        assertThat(hold(scope, "gen_1", 11))
                .isEqualTo(new HoldAnswer.Insufficient(new Credits(10)));
        assertThat(ledger.balance(scope))
                .isEqualTo(new Balance(Credits.ZERO, new Credits(10), Credits.ZERO));
    }

    @Test
    void answersEachMemberOfABatchInItsTurn() {
        var scope = scope();
        grant(scope, "a", Bucket.PERMANENT, 10, Duration.ofHours(1));
        var requests =
                List.of(
                        new HoldRequest(scope, "gen_1", new Credits(6)),
                        new HoldRequest(scope, "gen_2", new Credits(6)),
                        new HoldRequest(scope, "gen_3", new Credits(4)));

        var answers = database.transaction(tx -> ledger.hold(tx, requests));

        assertThat(answers)
                .containsExactly(
                        new HoldAnswer.Held(Credits.ZERO, new Credits(6)),
                        new HoldAnswer.Insufficient(new Credits(4)),
                        new HoldAnswer.Held(Credits.ZERO, new Credits(4)));
    }

    @Test
    void givesTheWholeHoldBackWhereItCameFromWhenItIsReleasedTwice() {
        var scope = scope();
        grant(scope, "a", Bucket.SUBSCRIPTION, 5, Duration.ofHours(1));
        grant(scope, "b", Bucket.PERMANENT, 5, Duration.ofHours(1));
        hold(scope, "gen_1", 7);

        settle(scope, "gen_1", Settlement.Kind.RELEASE);
        settle(scope, "gen_1", Settlement.Kind.RELEASE);

        assertThat(ledger.balance(scope))
                .isEqualTo(new Balance(new Credits(5), new Credits(5), Credits.ZERO));
    }

    @Test
    void neverCapturesWhatWasReleased() {
        var scope = scope();
        grant(scope, "a", Bucket.PERMANENT, 5, Duration.ofHours(1));
        hold(scope, "gen_1", 5);

        settle(scope, "gen_1", Settlement.Kind.CAPTURE);
        settle(scope, "gen_1", Settlement.Kind.RELEASE);

        assertThat(ledger.balance(scope))
                .isEqualTo(new Balance(Credits.ZERO, Credits.ZERO, Credits.ZERO));
    }

    @Test
    void cannotSpendWhatHasExpiredEvenBeforeTheSweepCame() {
        var scope = scope();
        grant(scope, "a", Bucket.PERMANENT, 5, Duration.ofHours(1));

        later(Duration.ofHours(2));

        assertThat(hold(scope, "gen_1", 1)).isEqualTo(new HoldAnswer.Insufficient(Credits.ZERO));
        assertThat(ledger.balance(scope).total()).isEqualTo(Credits.ZERO);
    }

    @Test
    void expiresWhatIsLeftAndWhatComesBackLater() {
        var scope = scope();
        grant(scope, "a", Bucket.SUBSCRIPTION, 5, Duration.ofHours(1));
        hold(scope, "gen_1", 2);
        later(Duration.ofHours(2));

        assertThat(ledger.expire()).isPositive();
        assertThat(ledger.expire()).isZero();
        assertThat(ledger.balance(scope).held()).isEqualTo(new Credits(2));

        settle(scope, "gen_1", Settlement.Kind.RELEASE);
        assertThat(ledger.expire()).isEqualTo(1);
        assertThat(ledger.balance(scope))
                .isEqualTo(new Balance(Credits.ZERO, Credits.ZERO, Credits.ZERO));
    }

    @Test
    void addsAGrantOnceAndRefusesAnotherOneOfItsId() {
        var scope = scope();
        var grant = granted(scope, "a", Bucket.PERMANENT, 5, Duration.ofHours(1));

        assertThat(ledger.grant(grant)).isTrue();
        assertThat(ledger.grant(grant)).isFalse();
        assertThatThrownBy(() ->
                        ledger.grant(granted(scope, "a", Bucket.PERMANENT, 6, Duration.ofHours(1))))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThat(ledger.balance(scope).total()).isEqualTo(new Credits(5));
    }

    @Test
    void fillsUpOnceHoweverManyAsk() throws InterruptedException {
        var scope = scope();

        Concurrently.run(
                8,
                () -> {
                    ledger.fillUpTo(scope, new Credits(10_000), "test key");
                    return true;
                });

        assertThat(ledger.balance(scope).total()).isEqualTo(new Credits(10_000));
    }

    @Test
    void neverOverspendsWhenManyTransactionsRace() throws InterruptedException {
        var scope = scope();
        for (int i = 0; i < 5; i++) {
            grant(scope, "g" + i, Bucket.PERMANENT, 10, Duration.ofHours(1));
        }

        var answers =
                Concurrently.run(32, () -> hold(scope, "gen_r" + number.incrementAndGet(), 3));

        assertThat(answers).filteredOn(HoldAnswer.Held.class::isInstance).hasSize(16);
        assertThat(ledger.balance(scope).total()).isEqualTo(new Credits(2));
    }

    @Test
    void letsNobodyRewriteTheBooks() {
        var scope = scope();
        grant(scope, "a", Bucket.PERMANENT, 5, Duration.ofHours(1));

        assertThatThrownBy(() -> execute("UPDATE ledger_entry SET amount = 6"))
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> execute("DELETE FROM ledger_entry"))
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> execute("DELETE FROM withdrawal"))
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> execute("UPDATE credit_grant SET available = available + 1"))
                .isInstanceOf(JdbiException.class)
                .hasMessageContaining("credit_grant_adds_up");
    }

    @Test
    void findsEveryKindOfFaultInTheBooks() {
        try (var broken = TestDatabase.open()) {
            var books = new PostgresLedger(broken, () -> NOON);
            var scope = scope();
            books.grant(granted(scope, "a", Bucket.PERMANENT, 9, Duration.ofHours(1)));
            books.grant(granted(scope, "b", Bucket.PERMANENT, 9, Duration.ofHours(1)));
            broken.run(
                    tx -> books.hold(tx, List.of(new HoldRequest(scope, "gen_1", new Credits(4)))));
            assertThat(books.verify())
                    .containsExactly(
                            "the holds of generation gen_1 are not its price, or not its own");

            broken.run(tx -> {
                tx.execute(
                        "INSERT INTO withdrawal (workspace_id, id, livemode, amount, reason, at)"
                                + " VALUES ('ws_x', 'w1', true, 1, 'x', now())");
                tx.execute("UPDATE credit_grant SET available = 8, captured = 1 WHERE id = 'b'");
                tx.execute("UPDATE hold SET state = 'captured'");
                tx.execute(
                        "INSERT INTO ledger_entry (workspace_id, grant_id, kind, from_account,"
                                + " to_account, amount, at) VALUES ('ws_x', 'nobody', 'grant',"
                                + " 'granted', 'available', 1, now())");
            });

            assertThat(books.verify())
                    .anyMatch(fault -> fault.contains("accounts of grant b"))
                    .anyMatch(fault -> fault.contains("belongs to no grant"))
                    .anyMatch(fault -> fault.contains("held credits of grant a"))
                    .anyMatch(fault -> fault.contains("withdrawal w1 and its entries disagree"))
                    .anyMatch(fault -> fault.contains("gen_1 and its entries disagree"));
        }
    }

    private Scope scope() {
        return new Scope("ws_" + number.incrementAndGet(), false);
    }

    private void grant(Scope scope, String id, Bucket bucket, long amount, Duration life) {
        ledger.grant(granted(scope, id, bucket, amount, life));
    }

    private WithdrawalAnswer withdraw(Scope scope, String id, long amount) {
        var withdrawal = new Ledger.Withdrawal(scope, id, new Credits(amount), "test");
        return database.transaction(tx -> ledger.withdraw(tx, withdrawal));
    }

    private Ledger.Grant granted(
            Scope scope, String id, Bucket bucket, long amount, Duration life) {
        var expiresAt = now.get().plus(life);
        return new Ledger.Grant(scope, id, bucket, new Credits(amount), expiresAt, "test");
    }

    private HoldAnswer hold(Scope scope, String generation, long price) {
        var request = new HoldRequest(scope, generation, new Credits(price));
        return database.transaction(tx -> ledger.hold(tx, List.of(request))).getFirst();
    }

    private void settle(Scope scope, String generation, Settlement.Kind kind) {
        var settlement = new Settlement(scope.workspaceId(), generation, kind);
        database.run(tx -> ledger.settle(tx, List.of(settlement)));
    }

    private void later(Duration duration) {
        now.updateAndGet(at -> at.plus(duration));
    }

    private List<String> available(Scope scope) {
        return new ArrayList<>(
                database.with(h ->
                        h.createQuery(
                                        "SELECT id || ':' || available FROM credit_grant"
                                                + " WHERE workspace_id = :ws ORDER BY id")
                                .bind("ws", scope.workspaceId())
                                .mapTo(String.class)
                                .list()));
    }

    private void execute(String sql) {
        database.run(h -> h.execute(sql));
    }
}
