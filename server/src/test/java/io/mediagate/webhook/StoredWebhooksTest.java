package io.mediagate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediagate.Concurrently;
import io.mediagate.Until;
import io.mediagate.account.Scope;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.event.Event;
import io.mediagate.event.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What callers do with endpoints and with the log.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredWebhooksTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final MailFixture mail = new MailFixture();

    @BeforeAll
    void begin() {
        mail.mailroom.begin();
    }

    @AfterAll
    void close() {
        mail.close();
    }

    private static Webhooks.Order order(String url) {
        return new Webhooks.Order(url, "mine", EventName.OF_TASKS, Webhooks.Switch.ENABLED);
    }

    @Test
    void showsEndpointsToTheirScopeOnly() {
        var scope = MailFixture.scope();
        var endpoint =
                mail.webhooks.create(scope, order(MailFixture.url()), (_, _) -> {}).endpoint();
        var otherMode = new Scope(scope.workspaceId(), true);

        assertThat(mail.webhooks.list(scope)).containsExactly(endpoint);
        assertThat(mail.webhooks.find(scope, endpoint.id())).isEqualTo(endpoint);
        for (var other : List.of(otherMode, MailFixture.scope())) {
            assertThat(mail.webhooks.list(other)).isEmpty();
            assertThatThrownBy(() -> mail.webhooks.find(other, endpoint.id()))
                    .satisfies(StoredWebhooksTest::isNotFound);
            assertThatThrownBy(() -> mail.webhooks.rotate(other, endpoint.id(), (_, _) -> {}))
                    .satisfies(StoredWebhooksTest::isNotFound);
            assertThatThrownBy(() -> mail.webhooks.delete(other, endpoint.id()))
                    .satisfies(StoredWebhooksTest::isNotFound);
            assertThatThrownBy(() ->
                            mail.webhooks.change(
                                    other, endpoint.id(), Changes.state(Webhooks.Switch.DISABLED)))
                    .satisfies(StoredWebhooksTest::isNotFound);
        }
    }

    private static void isNotFound(Throwable thrown) {
        assertThat(((Problem) thrown).code()).isEqualTo(ErrorCode.NOT_FOUND);
    }

    private static void isConflict(Throwable thrown) {
        assertThat(((Problem) thrown).code()).isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void hasNoMoreEndpointsThanAllowedHoweverManyAsk() throws InterruptedException {
        var scope = MailFixture.scope();

        var answers = Concurrently.run(16, () -> isCreated(scope));

        assertThat(answers.stream().filter(created -> created)).hasSize(5);

        assertThat(mail.webhooks.list(scope)).hasSize(MailFixture.settings().mostEndpoints());
    }

    private boolean isCreated(Scope scope) {
        try {
            mail.webhooks.create(scope, order(MailFixture.url()), (_, _) -> {});
            return true;
        } catch (Problem e) {
            assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
            return false;
        }
    }

    @Test
    void changesWhatIsGivenAndNothingElse() {
        var scope = MailFixture.scope();
        var endpoint =
                mail.webhooks.create(scope, order(MailFixture.url()), (_, _) -> {}).endpoint();

        var changed =
                mail.webhooks.change(
                        scope,
                        endpoint.id(),
                        new Webhooks.Change(
                                Optional.empty(),
                                Optional.of("ours"),
                                Optional.of(Set.of(EventName.TASK_FAILED)),
                                Optional.empty()));

        assertThat(changed.url()).isEqualTo(endpoint.url());
        assertThat(changed.description()).isEqualTo("ours");
        assertThat(changed.events()).containsExactly(EventName.TASK_FAILED);
        assertThat(changed.enabled()).isTrue();
        assertThat(mail.webhooks.find(scope, endpoint.id())).isEqualTo(changed);
    }

    @Test
    void signsWithBothSecretsForADayAfterARotation() {
        var scope = MailFixture.scope();
        var url = MailFixture.url();
        var issued = mail.webhooks.create(scope, order(url), (_, _) -> {});
        var endpoint = issued.endpoint();

        var rotated = mail.webhooks.rotate(scope, endpoint.id(), (_, _) -> {});
        mail.happens(scope, EventType.CREATED);
        mail.untilState(endpoint, Delivery.State.DELIVERED);
        mail.execute(
                "UPDATE endpoint SET old_secret_until = now() WHERE id = '" + endpoint.id() + "'");
        mail.happens(scope, EventType.CREATED);
        mail.untilState(endpoint, Delivery.State.DELIVERED);

        assertThat(rotated.secret()).isNotEqualTo(issued.secret());
        assertThat(rotated.endpoint().oldSecretUntil().orElseThrow())
                .isBetween(
                        Instant.now().plus(HOUR.multipliedBy(23)),
                        Instant.now().plus(HOUR.multipliedBy(24)));
        var calls = mail.receivers.at(url);
        assertThat(signature(calls.get(0), List.of(rotated.secret(), issued.secret()))).isTrue();
        assertThat(signature(calls.get(1), List.of(rotated.secret()))).isTrue();
    }

    private static boolean signature(
            io.mediagate.egress.HttpCall call, List<io.mediagate.error.Secret> secrets) {
        var headers = call.headers();
        var expected =
                SigningSecret.header(
                        secrets,
                        headers.getOrDefault("webhook-id", ""),
                        Long.parseLong(headers.getOrDefault("webhook-timestamp", "0")),
                        FakeReceivers.body(call));
        return expected.equals(headers.get("webhook-signature"));
    }

    @Test
    void sendsATestOnceAlsoToADisabledEndpoint() {
        var scope = MailFixture.scope();
        var url = MailFixture.url();
        mail.receivers.behave(url, _ -> FakeReceivers.status(500));
        var endpoint = mail.endpoint(scope, url);
        mail.webhooks.change(scope, endpoint.id(), Changes.state(Webhooks.Switch.DISABLED));

        for (var name : EnumSet.allOf(EventName.class)) {
            mail.webhooks.test(scope, endpoint.id(), name, (_, _) -> {});
        }
        mail.untilState(endpoint, Delivery.State.FAILED);

        assertThat(mail.receivers.at(url)).hasSize(EventName.values().length);
        assertThat(mail.receivers.at(url))
                .extracting(FakeReceivers::body)
                .allSatisfy(body -> assertThat(body).contains("\"prediction\":"))
                .anySatisfy(body -> assertThat(body).contains("\"type\":\"endpoint.test\""))
                .anySatisfy(body -> assertThat(body).contains("\"state\":\"failed\""));
        assertThat(mail.webhooks.find(scope, endpoint.id()).failingSince()).isEmpty();
    }

    @Test
    void deliversOneAgainWithTheSameIds() {
        var scope = MailFixture.scope();
        var url = MailFixture.url();
        var endpoint = mail.endpoint(scope, url);
        var event = mail.happens(scope, EventType.COMPLETED);
        mail.untilState(endpoint, Delivery.State.DELIVERED);
        var delivery = mail.only(endpoint);

        var again = mail.webhooks.redeliver(scope, delivery.id());
        Until.holds("again", MailFixture.LIMIT, () -> mail.receivers.at(url).size() == 2);
        mail.untilState(endpoint, Delivery.State.DELIVERED);

        assertThat(again.id()).isEqualTo(delivery.id());
        assertThat(mail.receivers.ids(url)).containsExactly(event.id(), event.id());
        assertThat(mail.only(endpoint).attemptCount()).isEqualTo(2);
        assertThatThrownBy(() -> mail.webhooks.redeliver(MailFixture.scope(), delivery.id()))
                .satisfies(StoredWebhooksTest::isNotFound);
        mail.webhooks.change(scope, endpoint.id(), Changes.state(Webhooks.Switch.DISABLED));
        assertThatThrownBy(() -> mail.webhooks.redeliver(scope, delivery.id()))
                .satisfies(StoredWebhooksTest::isConflict);
    }

    private static Webhooks.Range range(Instant from, Instant to, Webhooks.Which which) {
        return new Webhooks.Range(from, to, which);
    }

    @Test
    void replaysWhatHasNotGotThroughAndWhatHappenedBeforeItExisted() {
        var scope = MailFixture.scope();
        var before = mail.happens(scope, EventType.CREATED, 3);
        before.forEach(mail::exists);
        var url = MailFixture.url();
        var endpoint = mail.endpoint(scope, url, EnumSet.of(EventName.TASK_CREATED));
        var after = mail.happens(scope, EventType.CREATED);
        mail.exists(after);
        mail.happens(scope, EventType.FAILED);
        mail.untilState(endpoint, Delivery.State.DELIVERED);
        var from = before.getFirst().at();
        var to = Instant.now().plus(HOUR);

        var replayed =
                mail.webhooks.replay(
                        scope, endpoint.id(), range(from, to, Webhooks.Which.UNDELIVERED));
        mail.untilState(endpoint, Delivery.State.DELIVERED);
        var again =
                mail.webhooks.replay(
                        scope, endpoint.id(), range(from, to, Webhooks.Which.UNDELIVERED));
        var all = mail.webhooks.replay(scope, endpoint.id(), range(from, to, Webhooks.Which.ALL));
        mail.untilState(endpoint, Delivery.State.DELIVERED);

        assertThat(replayed).isEqualTo(new Webhooks.Replayed(3, Optional.empty()));
        assertThat(again.queued()).isZero();
        assertThat(all.queued()).isEqualTo(4);
        var ids = new HashSet<>(before.stream().map(Event::id).toList());
        ids.add(after.id());
        assertThat(mail.receivers.ids(url)).hasSize(8);
        assertThat(new HashSet<>(mail.receivers.ids(url))).isEqualTo(ids);
    }

    @Test
    void replaysALongRangeInPieces() {
        var scope = MailFixture.scope();
        var first = mail.happens(scope, EventType.CREATED, 150);
        first.forEach(mail::exists);
        var start = first.getFirst().at();
        var later = Instant.now().plus(HOUR);
        mail.execute(
                ("UPDATE generation_event e SET at = e.at + n.number * interval '10 milliseconds'"
                                + " FROM (SELECT generation_id, row_number() OVER (ORDER BY generation_id)"
                                + " AS number FROM generation_event WHERE workspace_id = '%1$s') n"
                                + " WHERE e.workspace_id = '%1$s' AND e.generation_id = n.generation_id")
                        .formatted(scope.workspaceId()));
        var endpoint = mail.endpoint(scope, MailFixture.url());

        var piece =
                mail.webhooks.replay(scope, endpoint.id(), range(start, later, Webhooks.Which.ALL));
        var rest =
                mail.webhooks.replay(
                        scope,
                        endpoint.id(),
                        range(piece.continueFrom().orElseThrow(), later, Webhooks.Which.ALL));

        assertThat(piece.queued()).isEqualTo(100);
        assertThat(rest).isEqualTo(new Webhooks.Replayed(50, Optional.empty()));
        mail.untilState(endpoint, Delivery.State.DELIVERED);
    }

    @Test
    void pagesThroughTheLogTheNewestFirst() {
        var scope = MailFixture.scope();
        var endpoint = mail.endpoint(scope, MailFixture.url());
        mail.happens(scope, EventType.CREATED, 25);
        var none = new Webhooks.Filter(Optional.empty(), Optional.empty());
        mail.untilState(endpoint, Delivery.State.DELIVERED);

        var first = mail.webhooks.deliveries(scope, endpoint.id(), none, 20, Optional.empty());
        var second = mail.webhooks.deliveries(scope, endpoint.id(), none, 20, first.next());

        assertThat(first.deliveries()).hasSize(20);
        assertThat(second.deliveries()).hasSize(5);
        assertThat(second.next()).isEmpty();
        var ids = new java.util.ArrayList<>(first.deliveries().stream().map(Delivery::id).toList());
        ids.addAll(second.deliveries().stream().map(Delivery::id).toList());
        assertThat(ids).hasSize(25).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        var failed = new Webhooks.Filter(Optional.of(Delivery.State.FAILED), Optional.empty());
        assertThat(
                        mail.webhooks
                                .deliveries(scope, endpoint.id(), failed, 20, Optional.empty())
                                .deliveries())
                .isEmpty();
    }

    @Test
    void keepsTheLogAsLongAsTheConfigurationSays() {
        var scope = MailFixture.scope();
        var endpoint = mail.endpoint(scope, MailFixture.url());
        var removed = mail.endpoint(scope, MailFixture.url());
        mail.happens(scope, EventType.CREATED, 3);
        mail.untilState(endpoint, Delivery.State.DELIVERED);
        mail.untilState(removed, Delivery.State.DELIVERED);
        mail.execute(
                "UPDATE delivery SET ended_at = now() - interval '15 days' WHERE id = '%s'"
                        .formatted(mail.only(endpoint).id()));
        mail.webhooks.delete(scope, removed.id());
        assertThat(count("delivery", scope)).isEqualTo(3);
        mail.execute(
                ("INSERT INTO delivery (workspace_id, id, endpoint_id, event_id, type, event_at)"
                                + " VALUES ('%s', 'whd_late', '%s', 'evt_1', 'test', now())")
                        .formatted(scope.workspaceId(), removed.id()));

        mail.mailroom.clean();

        assertThat(mail.log(endpoint)).hasSize(2);
        assertThat(count("delivery", scope)).isEqualTo(2);
        assertThat(count("delivery_attempt", scope)).isEqualTo(2);
        assertThatThrownBy(() -> mail.webhooks.find(scope, removed.id()))
                .satisfies(StoredWebhooksTest::isNotFound);
    }

    private long count(String table, Scope scope) {
        return Long.parseLong(
                mail.string(
                        "SELECT count(*)::text FROM " + table + " WHERE workspace_id = :id",
                        scope.workspaceId()));
    }
}
