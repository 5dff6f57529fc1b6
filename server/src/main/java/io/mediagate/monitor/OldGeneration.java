package io.mediagate.monitor;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Keeps the process from growing to the largest heap that it may have.
///
/// The serial collector, which the launcher chooses because it keeps an idle gateway small, clears its old
/// generation only when that can grow no further. What lives for some seconds, as most of what belongs to
/// a request does, gets there under load and stays for nothing. So a full collection is asked for when the
/// old generation has become a multiple of what was alive in it.
public final class OldGeneration {

    private static final String OF_THE_SERIAL_COLLECTOR = "Tenured Gen";

    /// Below this it is not worth a pause.
    private static final long SMALL = 96L << 20;

    /// How many times what was alive after the last full collection.
    private static final int GROWN = 2;

    private final LongSupplier used;
    private final LongSupplier live;
    private final Runnable collector;

    /// @param used how many bytes are in it
    /// @param live how many of them were alive after the last full collection, 0 before the first one
    /// @param collector collects all that is not
    OldGeneration(LongSupplier used, LongSupplier live, Runnable collector) {
        this.used = used;
        this.live = live;
        this.collector = collector;
    }

    /// This process's, if its collector is one that does not see to this by itself.
    public static Optional<OldGeneration> ofThisProcess() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals(OF_THE_SERIAL_COLLECTOR))
                .findFirst()
                .map(OldGeneration::of);
    }

    private static OldGeneration of(MemoryPoolMXBean pool) {
        return new OldGeneration(
                () -> pool.getUsage().getUsed(),
                () -> pool.getCollectionUsage().getUsed(),
                System::gc);
    }

    /// Collects it when it has grown to much more than what is alive in it.
    public void collectWhenGrown() {
        if (used.getAsLong() > Math.max(SMALL, GROWN * live.getAsLong())) {
            collector.run();
        }
    }
}
