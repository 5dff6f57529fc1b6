package io.mediagate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.contract.LoopbackVendor;
import io.mediagate.contract.Reply;
import io.mediagate.egress.EgressSettings;
import io.mediagate.egress.GuardedEgress;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Secret;
import io.mediagate.provider.fal.FalProvider;
import io.mediagate.provider.http.VendorAccount;
import io.mediagate.provider.http.VendorTools;
import io.mediagate.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a vendor says of the operator's account is the operator's, through a real adapter and its HTTP:
/// the next route serves, the operator is told, and no caller ever reads of money or keys.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorFaultsTest {
    @TempDir private static Path scratch = Path.of("");

    private final LoopbackVendor vendor = new LoopbackVendor();
    private final GuardedEgress egress =
            new GuardedEgress(
                    new EgressSettings(List.of(), List.of(vendor.base()), Duration.ofSeconds(5)));
    private final FakeProvider two = new FakeProvider("two");
    private LifeFixture on = open();

    /// Each time with keys that do not rest yet.
    private LifeFixture open() {
        var account =
                new VendorAccount(
                        vendor.base(),
                        List.of(List.of(new Secret("a:1")), List.of(new Secret("b:2"))));
        var tools = new VendorTools(egress, scratch, InstantSource.system());
        return new LifeFixture(
                TestDatabase.open(),
                LifeFixture.settings(),
                true,
                Routed.CATALOG,
                Map.of("fal", FalProvider.VENDOR.open(account, tools), "two", two));
    }

    @BeforeEach
    void openAgain() {
        on.close();
        on = open();
        two.onSubmit = Routed.makes();
    }

    @AfterAll
    void close() {
        on.close();
        egress.close();
        vendor.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401|Authentication is required to access this application.|check_key",
                "402|Payment required: your credit balance is too low.|top_up",
                "403|User is locked. Reason: Exhausted balance. Top up your balance.|top_up",
                "403|You do not have permission to access this model.|grant_permission",
                "400|Insufficient credits on your account.|top_up",
                "429|You have exceeded your monthly spend limit.|top_up",
            })
    void failsOverAndTellsTheOperatorAlone(int status, String says, String remedy)
            throws InterruptedException {
        int seen = vendor.seen().size();
        vendor.on("POST .*", Reply.json(status, "{\"detail\":\"%s\"}".formatted(says)));
        var caller = on.liveCaller(100);

        var made = on.end(on.create(caller, Routed.QUEUED_OR_PEN));

        assertThat(made.state()).isEqualTo(State.SUCCEEDED);
        assertThat(on.attempts(made)).containsExactly("rejected", "succeeded");
        assertThat(vendor.seen().size() - seen).as("both keys were asked").isEqualTo(2);
        var counter = on.metrics.get("mediagate.operator.faults");
        assertThat(counter.tags("provider", "fal", "remedy", remedy).counter().count()).isOne();
        var first = new Timelines(on.database).find(made.id()).orElseThrow().attempts().getFirst();
        assertThat(first.operatorFault()).isTrue();
        assertThat(first.said().orElseThrow()).contains(says);
    }

    @ParameterizedTest
    @CsvSource({"401", "402", "403"})
    void isAnUnavailableProviderWhenThereIsNoOtherRoute(int status) throws InterruptedException {
        vendor.on("POST .*", Reply.json(status, "{\"detail\":\"Add credits to your account\"}"));
        two.onSubmit = Routed.refuses(Routed.badKey());
        var caller = on.liveCaller(100);

        var failed = on.end(on.create(caller, Routed.QUEUED_OR_PEN));

        assertThat(failed.failure().map(Failure::code)).contains(ErrorCode.PROVIDER_UNAVAILABLE);
        assertThat(failed.failure().map(Failure::message))
                .contains(ErrorCode.PROVIDER_UNAVAILABLE.message());
        assertThat(on.ledger.balance(caller.scope()).total().amount()).isEqualTo(100);
    }
}
