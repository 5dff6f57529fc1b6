package io.mediagate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediagate.Until;
import io.mediagate.account.Scope;
import io.mediagate.event.EventType;
import io.mediagate.event.JournalStore;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// From the event's row to the receiver and back.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveriesTest {
    private static final Duration SECONDS_5 = Duration.ofSeconds(5);

    private final MailFixture mail = new MailFixture();
    private Scope scope = MailFixture.scope();

    @BeforeAll
    void begin() {
        mail.mailroom.begin();
    }

    @BeforeEach
    void moveToAScopeOfItsOwn() {
        scope = MailFixture.scope();
    }

    @AfterAll
    void close() {
        mail.close();
    }

    @Test
    void bringsWhatAnEndpointWantsAndNothingElse() {
        var url = MailFixture.url();
        var endpoint = mail.endpoint(scope, url, EnumSet.of(EventName.TASK_COMPLETED));
        mail.happens(scope, EventType.CREATED);
        mail.happens(scope, EventType.PROGRESSED);
        mail.happens(new Scope(scope.workspaceId(), true), EventType.COMPLETED);
        mail.happens(MailFixture.scope(), EventType.COMPLETED);

        var event = mail.happens(scope, EventType.COMPLETED);

        mail.untilState(endpoint, Delivery.State.DELIVERED);
        assertThat(mail.receivers.ids(url)).containsExactly(event.id());
        var call = mail.receivers.at(url).getFirst();
        assertThat(call.method()).isEqualTo("POST");
        assertThat(FakeReceivers.body(call))
                .startsWith(
                        "{\"id\":\""
                                + event.id()
                                + "\",\"type\":\"task.completed\",\"timestamp\":\"")
                .contains("\"prediction\":{\"id\":\"gen_")
                .endsWith(",\"state\":\"succeeded\",\"sequence\":3}}");
    }

    @Test
    void writesADeliveryWithItsEventOrNotAtAll() {
        var endpoint = mail.endpoint(scope, MailFixture.url());
        var journal = new JournalStore();
        var event = MailFixture.event(scope, EventType.FAILED);

        assertThatThrownBy(() ->
                        mail.database.run(tx -> {
                            journal.append(tx, 0, List.of(event));
                            throw new IllegalStateException("the node dies here");
                        }))
                .isInstanceOf(IllegalStateException.class);
        var kept = mail.happens(scope, EventType.FAILED);

        mail.untilState(endpoint, Delivery.State.DELIVERED);
        assertThat(mail.log(endpoint)).extracting(Delivery::eventId).containsExactly(kept.id());
    }

    @Test
    void triesAgainBySteps() {
        var url = MailFixture.url();
        mail.receivers.behave(url, _ -> FakeReceivers.status(500));
        var endpoint = mail.endpoint(scope, url, EnumSet.of(EventName.TASK_CANCELED));
        mail.happens(scope, EventType.CANCELED);

        for (int attempt = 1; attempt < 9; attempt++) {
            int now = attempt;
            Until.holds(
                    "attempt " + now,
                    MailFixture.LIMIT,
                    () -> {
                        var only = mail.only(endpoint);
                        return only.attemptCount() == now && only.state() == Delivery.State.WAITING;
                    });
            var waiting = mail.only(endpoint);
            var wait =
                    Duration.between(
                            waiting.attempts().getLast().at(),
                            waiting.nextAttemptAt().orElseThrow());
            assertThat(wait.toMillis())
                    .isBetween(
                            Ladder.WAITS.get(now - 1).toMillis() * 89 / 100,
                            Ladder.WAITS.get(now - 1).toMillis() * 111 / 100 + 2_000);
            mail.execute(
                    "UPDATE delivery SET due_at = now() WHERE id = '%s'".formatted(waiting.id()));
        }
        mail.untilState(endpoint, Delivery.State.FAILED);

        assertThat(mail.receivers.ids(url)).hasSize(9).containsOnly(mail.only(endpoint).eventId());
        assertThat(mail.only(endpoint).attempts())
                .extracting(Delivery.Attempt::number)
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(mail.only(endpoint).attempts().getFirst().response().orElseThrow().body())
                .isEqualTo("it said so");
    }

    @Test
    void countsABugOfOursAsAFailureLikeAnyOther() {
        var url = MailFixture.url();
        mail.receivers.behave(
                url,
                _ -> {
                    throw new IllegalStateException("a bug");
                });
        var endpoint = mail.endpoint(scope, url, EnumSet.of(EventName.TASK_CREATED));
        mail.happens(scope, EventType.CREATED);

        Until.holds("tried", MailFixture.LIMIT, () -> mail.only(endpoint).attempts().size() == 1);

        assertThat(mail.only(endpoint).state()).isEqualTo(Delivery.State.WAITING);
        assertThat(mail.only(endpoint).attempts().getFirst().fault()).contains("internal_error");
    }

    @Test
    void waitsAsLongAsTheReceiverAsks() {
        var url = MailFixture.url();
        mail.receivers.behave(url, _ -> FakeReceivers.status(503, "retry-after", "7200"));
        var endpoint = mail.endpoint(scope, url, EnumSet.of(EventName.TASK_CREATED));
        mail.happens(scope, EventType.CREATED);
        Until.holds("tried", MailFixture.LIMIT, () -> mail.only(endpoint).attempts().size() == 1);

        var delivery = mail.only(endpoint);

        var wait =
                Duration.between(
                        delivery.attempts().getFirst().at(),
                        delivery.nextAttemptAt().orElseThrow());
        assertThat(wait).isBetween(Duration.ofSeconds(7_199), Duration.ofSeconds(7_210));
    }

    @Test
    void disablesAnEndpointThatSaysItIsGone() {
        var url = MailFixture.url();
        mail.receivers.behave(url, _ -> FakeReceivers.status(410));
        var endpoint = mail.endpoint(scope, url, EnumSet.of(EventName.TASK_STARTED));
        mail.happens(scope, EventType.STARTED);

        mail.untilState(endpoint, Delivery.State.FAILED);

        var disabled = mail.webhooks.find(scope, endpoint.id());
        assertThat(disabled.enabled()).isFalse();
        assertThat(disabled.disabledReason()).contains(Endpoint.DisabledReason.GONE);
        assertThat(mail.string(AUDIT, endpoint.id())).isEqualTo("the gateway webhook.disable");
        mail.happens(scope, EventType.STARTED);
        assertThat(mail.log(endpoint)).hasSize(1);
    }

    private static final String AUDIT =
            "SELECT actor || ' ' || action FROM audit WHERE subject = :id";

    @Test
    void disablesAnEndpointThatFailsForFiveDays() {
        var url = MailFixture.url();
        mail.receivers.behave(
                url, _ -> FakeReceivers.status(302, "location", "https://a.example/"));
        var endpoint = mail.endpoint(scope, url, EnumSet.of(EventName.TASK_STARTED));
        mail.happens(scope, EventType.STARTED);
        Until.holds("tried", MailFixture.LIMIT, () -> mail.only(endpoint).attempts().size() == 1);
        assertThat(mail.webhooks.find(scope, endpoint.id()).failingSince()).isPresent();

        failAgain(endpoint, "5 days -1 minutes", "1 day");
        assertThat(mail.webhooks.find(scope, endpoint.id()).enabled()).isTrue();
        failAgain(endpoint, "5 days 1 minute", "1 day");

        var disabled = mail.webhooks.find(scope, endpoint.id());
        assertThat(disabled.enabled()).isFalse();
        assertThat(disabled.disabledReason()).contains(Endpoint.DisabledReason.FAILING);
        assertThat(mail.string(AUDIT, endpoint.id())).isEqualTo("the gateway webhook.disable");
    }

    @Test
    void countsAFailureLongAfterTheLastAsANewOne() {
        var url = MailFixture.url();
        mail.receivers.behave(url, _ -> FakeReceivers.status(500));
        var endpoint = mail.endpoint(scope, url, EnumSet.of(EventName.TASK_STARTED));
        mail.happens(scope, EventType.STARTED);
        Until.holds("tried", MailFixture.LIMIT, () -> mail.only(endpoint).attempts().size() == 1);

        failAgain(endpoint, "30 days", "3 days");

        var failing = mail.webhooks.find(scope, endpoint.id());
        assertThat(failing.enabled()).isTrue();
        assertThat(failing.failingSince().orElseThrow())
                .isAfter(java.time.Instant.now().minus(SECONDS_5.multipliedBy(12)));
    }

    /// Lets the one delivery fail once more, as if nothing had got through for this long.
    private void failAgain(Endpoint endpoint, String failing, String lastFailure) {
        int before = mail.only(endpoint).attempts().size();
        mail.execute(
                ("UPDATE endpoint SET failing_since = now() - interval '%s',"
                                + " last_failure_at = now() - interval '%s' WHERE id = '%s'")
                        .formatted(failing, lastFailure, endpoint.id()));
        mail.execute(
                "UPDATE delivery SET due_at = now() WHERE id = '%s'"
                        .formatted(mail.only(endpoint).id()));
        Until.holds(
                "tried again",
                MailFixture.LIMIT,
                () -> mail.only(endpoint).attempts().size() == before + 1);
    }

    @Test
    void forgetsWhatWasWrongOnceSomethingGetsThrough() {
        var url = MailFixture.url();
        mail.receivers.behave(url, _ -> FakeReceivers.status(500));
        var endpoint = mail.endpoint(scope, url, EnumSet.of(EventName.TASK_STARTED));
        mail.happens(scope, EventType.STARTED);
        Until.holds(
                "failing",
                MailFixture.LIMIT,
                () -> mail.webhooks.find(scope, endpoint.id()).failingSince().isPresent());

        mail.receivers.behave(url, _ -> FakeReceivers.status(200));
        mail.webhooks.redeliver(scope, mail.only(endpoint).id());
        mail.untilState(endpoint, Delivery.State.DELIVERED);

        assertThat(mail.webhooks.find(scope, endpoint.id()).failingSince()).isEmpty();
    }

    @Test
    void neverLetsASlowReceiverDelayAnother() {
        var latch = new CountDownLatch(1);
        var slow = MailFixture.url();
        mail.receivers.behave(slow, FakeReceivers.hanging(latch));
        var quick = MailFixture.url();
        var own = MailFixture.scope();
        var slowEndpoint = mail.endpoint(own, slow);
        var quickEndpoint = mail.endpoint(own, quick);

        var events = mail.happens(own, EventType.CREATED, 300);

        mail.untilState(quickEndpoint, Delivery.State.DELIVERED);
        assertThat(mail.receivers.ids(quick)).hasSize(events.size());
        assertThat(mail.receivers.underWay(slow)).isEqualTo(MailFixture.CONCURRENCY);
        latch.countDown();
        mail.untilState(slowEndpoint, Delivery.State.DELIVERED);
        assertThat(mail.receivers.most(slow)).isEqualTo(MailFixture.CONCURRENCY);
    }

    @Test
    void triesAFailingEndpointOneAtATime() {
        var latch = new CountDownLatch(1);
        var url = MailFixture.url();
        mail.receivers.behave(url, FakeReceivers.hanging(latch));
        var own = MailFixture.scope();
        var endpoint = mail.endpoint(own, url);
        mail.execute(
                ("UPDATE endpoint SET failing_since = now() - interval '2 minutes',"
                                + " last_failure_at = now() WHERE id = '%s'")
                        .formatted(endpoint.id()));
        mail.happens(own, EventType.CREATED, 10);
        Until.holds("one is under way", MailFixture.LIMIT, () -> mail.receivers.underWay(url) == 1);
        var other = mail.endpoint(own, MailFixture.url());
        mail.happens(own, EventType.CREATED);
        mail.untilState(other, Delivery.State.DELIVERED);

        assertThat(mail.receivers.most(url)).isOne();
        latch.countDown();
        mail.untilState(endpoint, Delivery.State.DELIVERED);
    }

    @Test
    void sendsNothingToADisabledEndpointUntilItIsEnabled() {
        var url = MailFixture.url();
        mail.receivers.behave(url, _ -> FakeReceivers.status(500));
        var own = MailFixture.scope();
        var endpoint = mail.endpoint(own, url);
        mail.happens(own, EventType.CREATED);
        Until.holds("tried", MailFixture.LIMIT, () -> mail.only(endpoint).attempts().size() == 1);
        mail.webhooks.change(own, endpoint.id(), Changes.state(Webhooks.Switch.DISABLED));
        mail.execute(
                "UPDATE delivery SET due_at = now() WHERE endpoint_id = '" + endpoint.id() + "'");
        mail.happens(own, EventType.CREATED);
        var other = mail.endpoint(own, MailFixture.url());
        mail.happens(own, EventType.CREATED);
        mail.untilState(other, Delivery.State.DELIVERED);
        assertThat(mail.receivers.at(url)).hasSize(1);

        mail.receivers.behave(url, _ -> FakeReceivers.status(200));
        mail.webhooks.change(own, endpoint.id(), Changes.state(Webhooks.Switch.ENABLED));

        mail.untilState(endpoint, Delivery.State.DELIVERED);
        assertThat(mail.log(endpoint)).hasSize(1);
    }
}
