package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Concurrently;
import io.mediagate.Until;
import io.mediagate.account.KeyLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A key's limits, asked for over HTTP at three nodes on one database.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsOnNodesTest {

    private static final int PER_MINUTE = 300;
    private static final int CALLERS = 16;
    private static final String CHEAP = "/api/v1/credits";

    private final RunningGateway one = RunningGateway.with(Map.of("database.connections", "4"));
    private final List<RunningGateway> nodes = List.of(one, one.neighbour(), one.neighbour());

    @AfterAll
    void close() {
        assertThat(one.faultsOfTheBooks()).isEmpty();
        nodes.forEach(RunningGateway::close);
    }

    private static KeyLimits.Change perMinute(int requests) {
        return new KeyLimits.Change(
                Optional.of(requests), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// What many callers are answered who each send one request after the other, to any of the nodes.
    private static List<Answer> ask(Client client, int requests, List<RunningGateway> nodes)
            throws InterruptedException {
        var numbers = new AtomicInteger();
        return Concurrently.run(
                        CALLERS,
                        () ->
                                IntStream.range(0, requests / CALLERS)
                                        .map(_ -> numbers.getAndIncrement() % nodes.size())
                                        .mapToObj(node -> client.at(nodes.get(node)).get(CHEAP))
                                        .toList())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<Answer> served(List<Answer> answers) {
        return answers.stream().filter(answer -> answer.status() == 200).toList();
    }

    private static int remaining(Answer answer) {
        return Integer.parseInt(answer.header("x-ratelimit-remaining").orElseThrow());
    }

    private static Duration retryAfter(Answer answer) {
        return Duration.ofSeconds(Long.parseLong(answer.header("retry-after").orElseThrow()));
    }

    /// Every answer says the same in each of the spellings, and one that refuses says when to come back.
    private static void checkQuota(Answer answer, int limit) {
        assertThat(answer.status()).as(answer.toString()).isIn(200, 429);
        assertThat(answer.header("ratelimit-policy"))
                .contains("\"requests\";q=%d;w=60".formatted(limit));
        assertThat(answer.header("x-ratelimit-limit")).contains(Integer.toString(limit));
        assertThat(answer.header("ratelimit").orElse(""))
                .as(answer.toString())
                .matches("\"requests\";r=%d;t=(60|[1-5]?\\d)".formatted(remaining(answer)));
        assertThat(remaining(answer)).as(answer.toString()).isBetween(0, limit - 1);
        if (answer.status() == 429) {
            assertThat(remaining(answer)).as(answer.toString()).isZero();
            assertThat(answer.header("ratelimit").orElse(""))
                    .endsWith(";t=" + retryAfter(answer).toSeconds());
        }
    }

    @Test
    void isExactToTheRequestOnOneNode() throws InterruptedException {
        var answers = ask(one.limited(perMinute(PER_MINUTE)), 2 * PER_MINUTE, List.of(one));

        answers.forEach(answer -> checkQuota(answer, PER_MINUTE));
        assertThat(served(answers))
                .extracting(LimitsOnNodesTest::remaining)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, PER_MINUTE).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {60, PER_MINUTE})
    void isExactToFivePercentOnThree(int limit) throws InterruptedException {
        var answers = ask(one.limited(perMinute(limit)), 3 * limit, nodes);

        answers.forEach(answer -> checkQuota(answer, limit));
        assertThat(served(answers)).hasSizeBetween(limit - limit / 20, limit);
    }

    @Test
    void servesOnEveryNodeWhoeverWaitedAsLongAsOneOfThemSaid() {
        // On a slow machine the minute may be over before all have been asked: then once more.
        var refusals =
                Stream.generate(this::usedUp)
                        .map(client -> nodes.stream().map(client::at).toList())
                        .map(clients ->
                                new Refused(
                                        clients, clients.stream().map(c -> c.get(CHEAP)).toList()))
                        .filter(Refused::everywhere)
                        .findFirst()
                        .orElseThrow();

        Until.passed(retryAfter(refusals.answers().getLast()));

        for (var client : refusals.clients()) {
            var answer = client.get(CHEAP);
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        }
    }

    private record Refused(List<Client> clients, List<Answer> answers) {
        boolean everywhere() {
            return answers.stream().allMatch(answer -> answer.status() == 429);
        }
    }

    /// Somebody whose requests are used up, and whose minute will soon be over.
    private Client usedUp() {
        var issued = one.limitedKey(perMinute(10));
        one.execute(
                """
                INSERT INTO rate_window (workspace_id, key_id, started_at, taken, granted)
                VALUES ('%s', '%s', now() - interval '58 seconds', 10, 1)
                """
                        .formatted(issued.key().scope().workspaceId(), issued.key().id()));
        return one.client(issued.text().value());
    }

    @Test
    void acceptsAsManyAsMayBeUnderWay() throws InterruptedException {
        var limits =
                new KeyLimits.Change(
                        Optional.empty(), Optional.of(5), Optional.empty(), Optional.empty());

        assertThat(accepted(one.limited(limits))).isEqualTo(5);
    }

    @Test
    void acceptsAsManyAsADaysCreditsPayFor() throws InterruptedException {
        var limits =
                new KeyLimits.Change(
                        Optional.empty(), Optional.empty(), Optional.of(7L), Optional.empty());
        var client = one.limited(limits);
        long price =
                client.post(Sample.PICTURE.path() + "?dry_run=true", Sample.PICTURE.input("a"))
                        .json()
                        .at("/usage/total")
                        .asLong();

        assertThat(accepted(client)).isEqualTo(7 / price);
    }

    /// How many of 48 creates on all nodes at once are accepted.
    private long accepted(Client client) throws InterruptedException {
        var numbers = new AtomicInteger();
        var body = Sample.PICTURE.input("sandbox:stuck");
        var answers =
                Concurrently.run(
                        3 * CALLERS,
                        () ->
                                client.at(nodes.get(numbers.getAndIncrement() % nodes.size()))
                                        .post(Sample.PICTURE.path(), body));
        var ids = answers.stream().filter(a -> a.status() == 202).map(Answer::id).toList();
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 202)
                .allMatch(answer -> answer.status() == 429)
                .allMatch(answer -> retryAfter(answer).isPositive());
        ids.forEach(client::cancel);
        return ids.size();
    }
}
