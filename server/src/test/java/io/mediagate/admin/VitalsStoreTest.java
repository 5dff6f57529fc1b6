package io.mediagate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.admin.Concern.Kind;
import io.mediagate.storage.Database;
import io.mediagate.storage.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VitalsStoreTest {
    private final Database database = TestDatabase.open();
    private final VitalsStore store = new VitalsStore(database);

    @AfterEach
    void close() {
        database.close();
    }

    @BeforeEach
    void addAWorkspaceAndTwoNodes() {
        run("INSERT INTO workspace VALUES ('ws_1', 'shop', now())");
        run("INSERT INTO node (name) VALUES ('alive')");
        run("INSERT INTO node (name, heartbeat_at) VALUES ('gone', now() - interval '1 h')");
    }

    private void run(String sql) {
        database.with(handle -> handle.execute(sql));
    }

    private void queued(String id, String age) {
        generation(id, "'queued'", "NULL", age, "NULL", "NULL");
    }

    private void running(String id, int node, String deadline) {
        generation(id, "'running'", Integer.toString(node), "1 h", "now()", deadline);
    }

    private void generation(
            String id, String state, String node, String age, String started, String deadline) {
        run(
                """
                INSERT INTO generation (workspace_id, id, livemode, key_id, model, family, input,
                    state, sequence, lease, node_id, from_subscription, from_permanent,
                    deadline_seconds, created_at, started_at, deadline_at)
                VALUES ('ws_1', '%s', true, 'key_1', 'acme/paint', 'IMAGE', '{}', %s, 1, 1, %s,
                        3, 4, 60, now() - interval '%s', %s, %s)
                """
                        .formatted(id, state, node, age, started, deadline));
    }

    @Test
    void listsNothingOfWhatIsAsItShouldBe() {
        queued("gen_1", "1 min");
        running("gen_2", 1, "now() + interval '1 min'");

        assertThat(store.concerns()).isEmpty();
    }

    @Test
    void listsWhatWaitsWhatNobodyFollowsAndWhatDoesNotEnd() {
        queued("gen_1", "20 min");
        running("gen_2", 2, "now() + interval '1 min'");
        running("gen_3", 1, "now() - interval '5 min'");

        assertThat(store.concerns())
                .extracting(Concern::generationId, Concern::kind)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("gen_1", Kind.WAITING),
                        org.assertj.core.groups.Tuple.tuple("gen_2", Kind.OWNERLESS),
                        org.assertj.core.groups.Tuple.tuple("gen_3", Kind.OVERDUE));
    }

    @Test
    void saysWhoWasAskedAndWhatItCosts() {
        running("gen_1", 1, "now() - interval '5 min'");
        attempt("accepted", "NULL");

        var concern = store.concerns().getFirst();

        assertThat(concern.provider()).contains("acme");
        assertThat(concern.price().amount()).isEqualTo(7);
        assertThat(concern.workspace()).isEqualTo("shop");
    }

    @Test
    void countsWhatMayHaveBeenBilledInVain() {
        running("gen_1", 1, "now() + interval '1 min'");
        attempt("outcome_unknown", "now()");

        assertThat(store.read().unknownOutcomes()).isEqualTo(1);
        assertThat(store.concerns()).isEmpty();
    }

    private void attempt(String state, String ended) {
        run(
                """
                INSERT INTO attempt (workspace_id, generation_id, number, provider, model, node_id,
                    state, handle, submitted_at, ended_at)
                VALUES ('ws_1', 'gen_1', 1, 'acme', 'p', 1, '%s', 'h', now(), %s)
                """
                        .formatted(state, ended));
    }

    @Test
    void readsHowTheGatewayIs() {
        queued("gen_1", "20 min");
        running("gen_2", 2, "now() - interval '5 min'");

        var vitals = store.read();

        assertThat(vitals.server().durable()).isTrue();
        assertThat(vitals.server().version()).startsWith("18");
        assertThat(vitals.work().nodes()).isEqualTo(1);
        assertThat(vitals.work().queued()).isEqualTo(1);
        assertThat(vitals.work().oldestQueuedAt()).isPresent();
        assertThat(vitals.work().ownerless()).isEqualTo(1);
        assertThat(vitals.work().overdue()).isEqualTo(1);
        assertThat(vitals.deliveries())
                .isEqualTo(new Vitals.Deliveries(0, java.util.Optional.empty(), 0));
    }
}
