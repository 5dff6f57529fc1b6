package io.mediagate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.account.Caller;
import io.mediagate.egress.EgressSettings;
import io.mediagate.egress.GuardedEgress;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Leaks;
import io.mediagate.error.Problem;
import io.mediagate.error.Secret;
import io.mediagate.generation.FaultyVendor.Fault;
import io.mediagate.provider.Provider;
import io.mediagate.provider.fal.FalProvider;
import io.mediagate.provider.http.VendorAccount;
import io.mediagate.provider.http.VendorTools;
import io.mediagate.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A thousand generations through a real adapter and a vendor on loopback that goes wrong in nineteen
/// ways, each with one in twenty of them. It waits for a minute, mostly for breakers: what runs beside it
/// has the processors.
class FaultyVendorTest {
    private static final int ALL = 1_000;
    private static final int AT_ONCE = 100;
    private static final int KEYS = 20;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /// Where a second submission could be billed twice, or would talk another into it.
    private static final Set<Fault> ONCE =
            EnumSet.complementOf(EnumSet.of(Fault.AWAY, Fault.LIMIT, Fault.KEY, Fault.FUNDS));

    @TempDir private Path scratch = Path.of("");

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final AtomicInteger refused = new AtomicInteger();
    private final FaultyVendor vendor = new FaultyVendor();

    private record Ended(Fault fault, String prompt, Generation generation) {
        String ending() {
            return generation
                    .failure()
                    .map(failure -> failure.code().name())
                    .orElse(generation.state().name());
        }
    }

    @Test
    void endsEveryOneChargesNoneTwiceAndNamesNobody() throws Exception {
        var settings = new EgressSettings(List.of(), List.of(vendor.server.base()), LIMIT);
        try (vendor;
                var egress = new GuardedEgress(settings);
                var on = fixture(egress)) {
            on.ahead.set(Duration.ZERO);
            var caller = on.liveCaller(ALL * LifeFixture.PRICE.amount());
            long start = System.nanoTime();

            var ended = run(on, caller);

            report(ended, Duration.ofNanos(System.nanoTime() - start));
            on.untilIdle();
            assertEnds(ended);
            assertNamesNobody(ended);
            assertMoney(on, caller, ended);
            assertAttempts(on);
        }
    }

    private LifeFixture fixture(GuardedEgress egress) {
        var keys =
                IntStream.range(0, KEYS)
                        .mapToObj(i -> List.of(new Secret("key-" + i + ":secret")))
                        .toList();
        var tools = new VendorTools(egress, scratch, () -> Instant.now().plus(ahead.get()));
        Provider provider =
                FalProvider.VENDOR.open(new VendorAccount(vendor.server.base(), keys), tools);
        return new LifeFixture(
                TestDatabase.open(),
                LifeFixture.settings(),
                true,
                Routed.CATALOG,
                Map.of(provider.name(), provider));
    }

    private List<Ended> run(LifeFixture on, Caller caller) throws Exception {
        var faults = Fault.values();
        var permits = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var work = new ArrayList<Callable<Ended>>();
            for (int i = 0; i < ALL; i++) {
                var fault = faults[i % faults.length];
                var prompt = fault.name() + "-" + i;
                work.add(() -> {
                    permits.acquire();
                    try {
                        return new Ended(fault, prompt, one(on, caller, fault, prompt));
                    } finally {
                        permits.release();
                    }
                });
            }
            var ended = new ArrayList<Ended>();
            for (var future : threads.invokeAll(work)) {
                ended.add(future.get());
            }
            return ended;
        }
    }

    /// As a good client does it: who is refused at the door comes back when it was told to. The clock is
    /// put forward instead of waiting.
    private Generation one(LifeFixture on, Caller caller, Fault fault, String prompt)
            throws InterruptedException {
        var model = fault == Fault.SLOW ? Routed.HASTY : Routed.QUEUED_PAINT;
        while (true) {
            var before = ahead.get();
            try {
                var accepted = on.createSaying(caller, model, prompt);
                return on.life.generations().awaitEnd(accepted, LIMIT);
            } catch (Problem e) {
                assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
                assertThat(Leaks.in(e.message())).isEmpty();
                refused.incrementAndGet();
                var then = before.plus(e.retryAfter().orElseThrow());
                on.ahead.set(ahead.updateAndGet(now -> now.compareTo(then) < 0 ? then : now));
            }
        }
    }

    private void assertEnds(List<Ended> ended) {
        assertThat(ended)
                .hasSize(ALL)
                .allSatisfy(it -> {
                    var unavailable = ErrorCode.PROVIDER_UNAVAILABLE.name();
                    var ending = it.fault().ending().map(Enum::name).orElse("SUCCEEDED");
                    // Who waits for a limited vendor is told of the limit, if the clock leaps past
                    // the wait.
                    var limited =
                            it.fault() == Fault.LIMIT ? ErrorCode.RATE_LIMITED.name() : ending;
                    assertThat(it.ending()).as(it.prompt()).isIn(ending, unavailable, limited);
                    if (ONCE.contains(it.fault())) {
                        assertThat(vendor.submissions(it.prompt()))
                                .as(it.prompt())
                                .isLessThanOrEqualTo(1);
                    }
                });
        assertThat(ended).filteredOn(it -> it.ending().equals("SUCCEEDED")).hasSizeGreaterThan(200);
    }

    private void assertNamesNobody(List<Ended> ended) {
        var port = String.valueOf(vendor.server.base().getPort());
        assertThat(ended)
                .allSatisfy(it ->
                        it.generation()
                                .failure()
                                .ifPresent(failure -> {
                                    assertThat(Leaks.in(failure.message()))
                                            .as(failure.message())
                                            .isEmpty();
                                    assertThat(failure.message())
                                            .doesNotContain(port, "127.0.0.1", "org-4711");
                                }));
    }

    private static void assertMoney(LifeFixture on, Caller caller, List<Ended> ended) {
        long made = ended.stream().filter(it -> it.ending().equals("SUCCEEDED")).count();
        var balance = on.ledger.balance(caller.scope());

        assertThat(balance.held().amount()).isZero();
        assertThat(balance.total().amount()).isEqualTo((ALL - made) * LifeFixture.PRICE.amount());
        assertThat(on.count("SELECT count(*) FROM ledger_entry WHERE kind = 'capture'"))
                .isEqualTo(made);
        assertThat(on.ledger.verify()).isEmpty();
    }

    private static void assertAttempts(LifeFixture on) {
        assertThat(on.count("SELECT count(*) FROM attempt WHERE ended_at IS NULL")).isZero();
        assertThat(on.count("SELECT coalesce(max(number), 0) FROM attempt"))
                .isLessThanOrEqualTo(LifeFixture.settings().mostAttempts());
    }

    private void report(List<Ended> ended, Duration took) {
        var byFault = new EnumMap<Fault, Map<String, Integer>>(Fault.class);
        for (var it : ended) {
            byFault.computeIfAbsent(it.fault(), _ -> new TreeMap<>())
                    .merge(it.ending(), 1, Integer::sum);
        }
        System.out.printf(
                "FaultyVendorTest: %.1f s, %d times refused at the door, clock put forward by %s: %s%n",
                took.toMillis() / 1000.0, refused.get(), ahead.get(), byFault);
    }
}
