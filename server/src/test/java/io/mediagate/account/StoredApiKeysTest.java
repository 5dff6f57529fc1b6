package io.mediagate.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mediagate.account.ApiKeys.Mode;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.storage.Database;
import io.mediagate.storage.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredApiKeysTest {
    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

    private final Database database = TestDatabase.open();
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final List<Scope> filled = new ArrayList<>();
    private final AccountStore store = new AccountStore(database);
    private final Workspaces workspaces = new Workspaces(store, now::get);
    private final String workspace = workspaces.create("keys").id();
    private final StoredApiKeys keys = node();

    @AfterAll
    void close() {
        database.close();
    }

    private StoredApiKeys node() {
        return new StoredApiKeys(
                store, filled::add, now::get, () -> Duration.between(START, now.get()).toNanos());
    }

    @Test
    void knowsTheCallerByTheKey() {
        var live = keys.issue(workspace, Mode.LIVE, "a");
        var test = keys.issue(workspace, Mode.TEST, "b");

        assertThat(keys.authenticate("Bearer " + live.text().value()))
                .isEqualTo(new Caller(new Scope(workspace, true), live.key().id()));
        assertThat(keys.authenticate("bearer  " + test.text().value()))
                .isEqualTo(new Caller(new Scope(workspace, false), test.key().id()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Basic YTpi",
                "Bearer a b",
                "Bearer mg_live_x",
                "mg_test_Ab"
            })
    void saysWhatAKeyLooksLikeWhenItIsMalformed(String header) {
        var problem = refusal(keys, header);

        assertThat(problem.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(problem.message()).contains("mg_live_…");
        assertThat(problem.headers()).containsEntry("WWW-Authenticate", "Bearer");
    }

    @Test
    void refusesAMissingHeader() {
        assertThat(refusal(keys, null).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    }

    @Test
    void answersTheSameForUnknownRevokedAndExpired() {
        var unknown = KeyText.make(Mode.LIVE, new java.security.SecureRandom());
        var revoked = keys.issue(workspace, Mode.LIVE, "a");
        keys.revoke(revoked.key().id());
        var expired = keys.issue(expiring(now.get().plusMillis(5)));
        now.updateAndGet(at -> at.plusMillis(5));

        for (var key : List.of(unknown, revoked.text(), expired.text())) {
            var problem = refusal(keys, "Bearer " + key.value());
            assertThat(problem.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
            assertThat(problem.message()).isEqualTo(ErrorCode.UNAUTHORIZED.message());
            assertThat(problem.headers()).containsEntry("WWW-Authenticate", "Bearer");
        }
    }

    @Test
    void checksTheExpiryOfAKeyItRemembers() {
        var issued = keys.issue(expiring(now.get().plusSeconds(1)));
        var header = "Bearer " + issued.text().value();
        keys.authenticate(header);

        now.updateAndGet(at -> at.plusSeconds(1));

        assertThat(refusal(keys, header).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    }

    @Test
    void endsARevokedKeyAtOnceHereAndOnOtherNodesWhenTheyNextAsk() {
        var other = node();
        var issued = keys.issue(workspace, Mode.LIVE, "a");
        var header = "Bearer " + issued.text().value();
        keys.authenticate(header);
        other.authenticate(header);

        assertThat(keys.revoke(issued.key().id())).isTrue();

        assertThat(refusal(keys, header).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(other.authenticate(header).keyId()).isEqualTo(issued.key().id());
        other.forgetChanged();
        assertThat(refusal(other, header).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    }

    /// Whoever has just made a thousand keys must not look them all up again each second.
    @Test
    void doesNotForgetAKeyBecauseItIsNew() {
        var issued = keys.issue(workspace, Mode.LIVE, "new");

        assertThat(store.changedSince(now.get().minusSeconds(120)))
                .doesNotContain(issued.key().id());
        keys.revoke(issued.key().id());
        assertThat(store.changedSince(now.get().minusSeconds(120))).contains(issued.key().id());
    }

    @Test
    void knowsAKeysLimitsAndTheirChangesOnEveryNode() {
        var other = node();
        var issued = keys.issue(workspace, Mode.LIVE, "a");
        var header = "Bearer " + issued.text().value();
        assertThat(other.authenticate(header).limits()).isEqualTo(KeyLimits.NONE);
        var limits =
                new KeyLimits(
                        Optional.of(60), Optional.of(5), Optional.of(100L), List.of("google/*"));

        var limited = keys.limit(issued.key().id(), limits).orElseThrow();

        assertThat(limited.limits()).isEqualTo(limits);
        assertThat(keys.authenticate(header).limits()).isEqualTo(limits);
        other.forgetChanged();
        assertThat(other.authenticate(header).limits()).isEqualTo(limits);
    }

    @Test
    void acceptsTheFormerTextOfARotatedKeyUntilTheOverlapIsOver() {
        var other = node();
        var first = keys.issue(workspace, Mode.LIVE, "a");
        var former = "Bearer " + first.text().value();
        other.authenticate(former);

        var second = keys.rotate(first.key(), Duration.ofHours(24)).orElseThrow();

        var current = "Bearer " + second.text().value();
        assertThat(second.key().id()).isEqualTo(first.key().id());
        assertThat(keys.authenticate(former)).isEqualTo(keys.authenticate(current));
        other.forgetChanged();
        assertThat(other.authenticate(former)).isEqualTo(other.authenticate(current));
        now.updateAndGet(at -> at.plus(Duration.ofHours(24)));
        assertThat(refusal(keys, former).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(refusal(other, former).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(keys.authenticate(current).keyId()).isEqualTo(first.key().id());
    }

    @Test
    void endsTheFormerTextWithTheNextRotationAndBothWithTheKey() {
        var other = node();
        var first = keys.issue(workspace, Mode.LIVE, "a");
        var second = keys.rotate(first.key(), Duration.ofHours(24)).orElseThrow();
        other.authenticate("Bearer " + first.text().value());

        var third = keys.rotate(first.key(), Duration.ofHours(24)).orElseThrow();
        other.forgetChanged();

        assertThat(refusal(other, "Bearer " + first.text().value()).code())
                .isEqualTo(ErrorCode.UNAUTHORIZED);
        keys.authenticate("Bearer " + second.text().value());
        keys.revoke(first.key().id());
        for (var ended : List.of(second, third)) {
            assertThat(refusal(keys, "Bearer " + ended.text().value()).code())
                    .isEqualTo(ErrorCode.UNAUTHORIZED);
        }
        assertThat(keys.rotate(first.key(), Duration.ZERO)).isEmpty();
    }

    @Test
    void revokesOnce() {
        var issued = keys.issue(workspace, Mode.LIVE, "a");

        assertThat(keys.revoke(issued.key().id())).isTrue();
        assertThat(keys.revoke(issued.key().id())).isFalse();
        assertThat(keys.revoke("key_none")).isFalse();
        assertThat(keys.find(issued.key().id()).orElseThrow().revokedAt()).isPresent();
    }

    @Test
    void listsTheNewestFirstAndOnlyTheWorkspacesOwn() {
        var mine = workspaces.create("mine").id();
        var first = keys.issue(mine, Mode.LIVE, "first").key();
        now.updateAndGet(at -> at.plusMillis(1));
        var second = keys.issue(mine, Mode.TEST, "second").key();

        assertThat(keys.list(mine)).containsExactly(second, first);
    }

    @Test
    void storesNoKeyInTheClear() {
        var issued = keys.issue(workspace, Mode.LIVE, "a");
        var secret = issued.text().value().substring(12);

        var rows =
                database.with(h ->
                        h.createQuery("SELECT k::text FROM api_key k").mapTo(String.class).list());

        assertThat(rows).isNotEmpty().noneMatch(row -> row.contains(secret));
        assertThat(issued.toString()).doesNotContain(secret);
    }

    @Test
    void fillsUpATestKeysWorkspaceOnly() {
        filled.clear();

        keys.issue(workspace, Mode.LIVE, "a");
        keys.issue(workspace, Mode.TEST, "b");

        assertThat(filled).containsExactly(new Scope(workspace, false));
    }

    @Test
    void refusesAKeyThatMakesNoSense() {
        assertThat(order(() -> keys.issue("ws_none", Mode.LIVE, "a")).code())
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(order(() -> keys.issue(workspace, Mode.LIVE, " ")).code())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(order(() -> keys.issue(expiring(now.get()))).code())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void makesOneDefaultWorkspaceHoweverManyNodesStartAtOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var starts =
                    java.util.stream.IntStream.range(0, 32)
                            .mapToObj(i -> threads.submit(() -> new Workspaces(store, now::get)))
                            .toList();
            for (var start : starts) {
                assertThat(start.get().require("default").id()).startsWith("ws_");
            }
        }

        assertThat(workspaces.list()).filteredOn(w -> w.name().equals("default")).hasSize(1);
    }

    @Test
    void refusesAWorkspaceThatExistsOrHasABadName() {
        workspaces.create("twice");

        assertThat(order(() -> workspaces.create("twice")).code()).isEqualTo(ErrorCode.CONFLICT);
        assertThat(order(() -> workspaces.create("No Name")).code())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(order(() -> workspaces.require("missing")).message()).contains("default");
    }

    private NewKey expiring(Instant at) {
        return new NewKey(
                NewKey.freshId(), workspace, Mode.LIVE, "a", Optional.of(at), KeyLimits.NONE);
    }

    private static Problem refusal(StoredApiKeys keys, @Nullable String header) {
        return order(() -> keys.authenticate(header));
    }

    private static Problem order(Runnable action) {
        return java.util.Objects.requireNonNull(
                catchThrowableOfType(Problem.class, action::run), "nothing was thrown");
    }
}
