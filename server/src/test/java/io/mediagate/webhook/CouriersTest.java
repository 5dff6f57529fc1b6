package io.mediagate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Until;
import io.mediagate.event.EventType;
import java.util.HashSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Several nodes on one database, and nodes that die.
@Execution(ExecutionMode.CONCURRENT)
class CouriersTest {
    private final MailFixture mail = new MailFixture();

    @AfterEach
    void close() {
        mail.close();
    }

    @Test
    void sharesDeliveriesAmongNodesAndNeverSendsOneTwice() {
        var scope = MailFixture.scope();
        var url = MailFixture.url();
        mail.receivers.behave(
                url,
                _ -> {
                    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(2_000_000));
                    return FakeReceivers.status(200);
                });
        var endpoint = mail.endpoint(scope, url);
        var events = mail.happens(scope, EventType.CREATED, 1_000);

        mail.mailroom.begin();
        mail.node().begin();
        mail.node().begin();
        Until.holds(
                "all have come",
                MailFixture.LIMIT,
                () -> mail.receivers.at(url).size() >= events.size());
        mail.untilState(endpoint, Delivery.State.DELIVERED);

        var ids = mail.receivers.ids(url);
        assertThat(ids).hasSize(events.size()).doesNotHaveDuplicates();
        assertThat(new HashSet<>(ids))
                .isEqualTo(new HashSet<>(events.stream().map(e -> e.id()).toList()));
        assertThat(mail.receivers.twiceAtOnce()).isEmpty();
        assertThat(mail.receivers.most(url)).isLessThanOrEqualTo(MailFixture.CONCURRENCY);
        var nodes =
                mail.string(
                        "SELECT count(DISTINCT node_id)::text FROM delivery_attempt WHERE :id = ''",
                        "");
        assertThat(Integer.parseInt(nodes)).isGreaterThan(1);
    }

    @Test
    void sendsAgainWhatANodeDidNotLiveToRecord() {
        var scope = MailFixture.scope();
        var url = MailFixture.url();
        var never = new CountDownLatch(1);
        mail.receivers.behave(url, FakeReceivers.hanging(never));
        var endpoint = mail.endpoint(scope, url);
        var event = mail.happens(scope, EventType.CREATED);
        mail.mailroom.begin();
        Until.holds("it is under way", MailFixture.LIMIT, () -> mail.receivers.underWay(url) == 1);

        mail.execute("UPDATE node SET stopped_at = now()");
        mail.receivers.behave(url, _ -> FakeReceivers.status(200));
        mail.node().begin();
        mail.untilState(endpoint, Delivery.State.DELIVERED);

        assertThat(mail.receivers.ids(url)).containsExactly(event.id(), event.id());
        assertThat(mail.only(endpoint).attempts())
                .extracting(Delivery.Attempt::number)
                .containsExactly(2);
    }

    @Test
    void takesNoWordFromANodeThatHasLostItsClaim() {
        var scope = MailFixture.scope();
        var url = MailFixture.url();
        var slowly = new CountDownLatch(1);
        mail.receivers.behave(
                url,
                call -> {
                    if (mail.receivers.at(url).size() == 1) {
                        slowly.await();
                        return FakeReceivers.status(500);
                    }
                    return FakeReceivers.status(200);
                });
        var endpoint = mail.endpoint(scope, url);
        mail.happens(scope, EventType.CREATED);
        mail.mailroom.begin();
        Until.holds("it is under way", MailFixture.LIMIT, () -> mail.receivers.underWay(url) == 1);

        mail.execute("UPDATE delivery SET lease_until = now() - interval '1 second'");
        mail.untilState(endpoint, Delivery.State.DELIVERED);
        slowly.countDown();
        Until.holds(
                "the late one has ended", MailFixture.LIMIT, () -> mail.mailroom.running() == 0);

        assertThat(mail.only(endpoint).state()).isEqualTo(Delivery.State.DELIVERED);
        assertThat(mail.only(endpoint).attempts()).hasSize(1);
        assertThat(mail.webhooks.find(scope, endpoint.id()).failingSince()).isEmpty();
    }

    @Test
    void leavesWhatIsUnderWayToOthersWhenItStops() {
        var scope = MailFixture.scope();
        var url = MailFixture.url();
        mail.receivers.behave(url, FakeReceivers.hanging(new CountDownLatch(1)));
        var endpoint = mail.endpoint(scope, url);
        mail.happens(scope, EventType.CREATED, 20);
        mail.mailroom.begin();
        Until.holds(
                "some are under way", MailFixture.LIMIT, () -> mail.receivers.underWay(url) > 1);

        mail.mailroom.close();
        mail.execute("UPDATE node SET stopped_at = now()");
        mail.receivers.behave(url, _ -> FakeReceivers.status(200));
        mail.node().begin();

        mail.untilState(endpoint, Delivery.State.DELIVERED);
        assertThat(new HashSet<>(mail.receivers.ids(url))).hasSize(20);
    }
}
