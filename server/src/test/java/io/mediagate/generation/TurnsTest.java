package io.mediagate.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediagate.storage.Database;
import io.mediagate.storage.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Database database = TestDatabase.open();
    private final Places places = new Places(1_000_000, 1_000_000);
    private final Turns turns = new Turns(places);

    @AfterEach
    void close() {
        database.close();
    }

    private void queue(String workspace, int many) {
        database.run(h ->
                h.createUpdate(
                                """
                                INSERT INTO generation (workspace_id, id, livemode, key_id, model,
                                    family, input, state, sequence, lease, from_subscription,
                                    from_permanent, deadline_seconds, created_at)
                                SELECT :workspace, 'gen_' || lpad(n::text, 9, '0'), false, 'key_1',
                                       'a/b', 'IMAGE', '{}', 'queued', 1, 0, 0, 0, 60, now()
                                  FROM generate_series(1, :many) AS n
                                """)
                        .bind("workspace", workspace)
                        .bind("many", many)
                        .execute());
    }

    private Turns.Taken take(Turns turns, int room) {
        return database.transaction(tx -> turns.take(tx, 7, room, Instant.now(), new HashMap<>()));
    }

    /// Takes until there is no more, each time as much.
    private List<Lease> takeAll(Turns turns, int room) {
        var all = new ArrayList<Lease>();
        boolean more = true;
        while (more) {
            var taken = take(turns, room);
            all.addAll(taken.leases());
            more = taken.more();
        }
        return all;
    }

    private static Map<String, Integer> perWorkspace(List<Lease> leases) {
        var counts = new HashMap<String, Integer>();
        leases.forEach(lease -> counts.merge(lease.workspaceId(), 1, Integer::sum));
        return counts;
    }

    @Test
    void takesNothingFromAnEmptyQueue() {
        assertThat(take(turns, 10)).isEqualTo(new Turns.Taken(List.of(), false, false));
    }

    @Test
    void takesInEqualPartsHoweverMuchOneHasQueued() {
        queue("ws_a", 10_000);
        queue("ws_b", 1);
        queue("ws_c", 500);

        var taken = perWorkspace(take(turns, 90).leases());

        assertThat(taken).isEqualTo(Map.of("ws_a", 30, "ws_b", 1, "ws_c", 30));
    }

    @Test
    void takesTheOldestOfAWorkspaceFirst() {
        queue("ws_a", 20);

        var ids = take(turns, 3).leases().stream().map(Lease::id).sorted().toList();

        assertThat(ids).containsExactly("gen_000000001", "gen_000000002", "gen_000000003");
    }

    @Test
    void goesOnWhereTheLastTurnEndedWhenThereIsLittleRoom() {
        for (var name : List.of("ws_a", "ws_b", "ws_c")) {
            queue(name, 5);
        }

        var order = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            order.add(take(turns, 1).leases().getFirst().workspaceId());
        }

        assertThat(order).containsExactly("ws_a", "ws_b", "ws_c", "ws_a", "ws_b", "ws_c");
    }

    @Test
    void takesAllThatThereIsOfManyWorkspaces() {
        for (int i = 0; i < 150; i++) {
            queue("ws_" + i, 3);
        }

        var taken = takeAll(turns, 200);

        assertThat(taken).hasSize(450);
        assertThat(perWorkspace(taken)).hasSize(150).containsValue(3);
    }

    @Test
    void leavesPlacesToOthers() {
        var careful = new Turns(new Places(10, 8));
        queue("ws_a", 100);

        assertThat(take(careful, 10))
                .matches(taken -> taken.leases().size() == 8 && taken.heldBack());
        assertThat(takeAll(careful, 10)).isEmpty();
        queue("ws_b", 1);

        assertThat(perWorkspace(takeAll(careful, 2))).isEqualTo(Map.of("ws_b", 1));
    }

    /// Of the places that it takes, those for which there was nothing to take are free again.
    @Test
    void hasAPlaceForEachThatItTakes() {
        var few = new Places(10, 8);
        var taking = new Turns(few);
        queue("ws_a", 3);
        queue("ws_b", 20);

        assertThat(take(taking, 10).leases()).hasSize(8);

        assertThat(few.free()).isEqualTo(2);
        assertThat(few.freeFor("ws_a")).isEqualTo(2);
        few.free("ws_a", 3);
        assertThat(few.free()).isEqualTo(5);
        assertThat(few.freeFor("ws_b")).isEqualTo(3);
    }

    /// While the claiming transaction is under way, its places are nobody else's; if it fails they are known.
    @Test
    void keepsThePlacesThatItMayNeedAndTellsWhich() {
        var few = new Places(10, 8);
        var taking = new Turns(few);
        queue("ws_a", 20);
        var kept = new HashMap<String, Integer>();

        var thrown = new IllegalStateException("the connection is gone");
        assertThatThrownBy(() ->
                        database.run(tx -> {
                            taking.take(tx, 7, 6, Instant.now(), kept);
                            throw thrown;
                        }))
                .isSameAs(thrown);

        assertThat(kept).isEqualTo(Map.of("ws_a", 6));
        assertThat(few.take("ws_a", 5)).isEqualTo(2);
        kept.forEach(few::free);
        assertThat(few.freeFor("ws_a")).isEqualTo(6);
    }

    @Test
    void twoNodesTakeEachOnce() throws InterruptedException {
        queue("ws_a", 3_000);
        queue("ws_b", 3_000);
        var generous = List.of(new Turns(places), new Turns(new Places(100_000, 100_000)));
        var number = new java.util.concurrent.atomic.AtomicInteger();

        var taken =
                io.mediagate.Concurrently.run(
                        2,
                        () -> {
                            var mine = generous.get(number.getAndIncrement());
                            var ids = new ArrayList<String>();
                            boolean more = true;
                            while (more) {
                                var turn =
                                        database.transaction(tx ->
                                                mine.take(
                                                        tx,
                                                        7,
                                                        200,
                                                        Instant.now(),
                                                        new HashMap<>()));
                                turn.leases().forEach(l -> ids.add(l.workspaceId() + l.id()));
                                more = turn.more();
                            }
                            return ids;
                        });

        assertThat(taken.stream().flatMap(List::stream).toList())
                .doesNotHaveDuplicates()
                .hasSize(6_000);
    }

    @Test
    void isQuickHoweverMuchIsQueued() {
        queue("ws_hot", 100_000);
        queue("ws_z", 1);
        long begun = System.nanoTime();

        int taken = 0;
        for (int i = 0; i < 25; i++) {
            taken += take(new Turns(places), 200).leases().size();
        }

        var took = Duration.ofNanos(System.nanoTime() - begun);
        System.out.printf("TurnsTest: %d taken in %d ms%n", taken, took.toMillis());
        assertThat(taken).isGreaterThan(4_000);
        assertThat(took).isLessThan(Duration.ofSeconds(20));
    }
}
