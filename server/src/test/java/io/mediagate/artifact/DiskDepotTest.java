package io.mediagate.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiskDepotTest extends DepotContract {
    private Depot depot;

    @BeforeEach
    void open() {
        depot = new DiskDepot(folder.resolve("depot"));
    }

    @Override
    Depot depot() {
        return depot;
    }

    @Test
    void leavesNothingOfAFileThatCouldNotBeStored() throws Exception {
        var file = file(10);

        assertThatThrownBy(() -> depot.put(WORKSPACE, file, folder.resolve("none")))
                .isInstanceOf(UncheckedIOException.class);

        assertThat(depot.open(WORKSPACE, file.id())).isEmpty();
        try (var left = Files.list(folder.resolve("depot/incoming"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void handsNothingOutItself() throws Exception {
        assertThat(depot.direct(WORKSPACE, put(content(10)), Duration.ofMinutes(1))).isEmpty();
    }
}
