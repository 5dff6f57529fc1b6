package io.mediagate.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OldGenerationTest {

    private static final long MIB = 1 << 20;

    private final List<Long> collected = new ArrayList<>();
    private long used;
    private long live;

    private final OldGeneration old =
            new OldGeneration(
                    () -> used,
                    () -> live,
                    () -> {
                        collected.add(used);
                        used = live;
                    });

    private void uses(long bytes) {
        used = bytes;
        old.collectWhenGrown();
    }

    @Test
    void aSmallOneIsLeftAlone() {
        uses(95 * MIB);

        assertThat(collected).isEmpty();
    }

    @Test
    void itIsCollectedBeforeAnythingIsKnownOfWhatIsAlive() {
        uses(97 * MIB);

        assertThat(collected).containsExactly(97 * MIB);
    }

    @Test
    void itMayGrowToTwiceWhatIsAlive() {
        live = 100 * MIB;

        uses(200 * MIB);
        assertThat(collected).isEmpty();

        uses(201 * MIB);
        assertThat(collected).containsExactly(201 * MIB);
    }

    /// However much is alive, that alone is no reason to collect it again and again.
    @Test
    void whatIsAliveIsNotCollectedTwice() {
        live = 500 * MIB;
        for (int look = 0; look < 10; look++) {
            uses(live);
        }

        assertThat(collected).isEmpty();
    }

    /// Other collectors see to their old generation themselves, and call it otherwise.
    @Test
    void onlyTheSerialCollectorsIsWatched() {
        boolean serial =
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .anyMatch(collector -> collector.getName().equals("MarkSweepCompact"));

        assertThat(OldGeneration.ofThisProcess().isPresent()).isEqualTo(serial);
    }
}
