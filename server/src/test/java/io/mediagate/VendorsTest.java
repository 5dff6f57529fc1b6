package io.mediagate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.catalog.Catalog;
import io.mediagate.catalog.Route;
import io.mediagate.config.CompatibleConfig;
import io.mediagate.config.OutsideConfig;
import io.mediagate.egress.EgressSettings;
import io.mediagate.egress.GuardedEgress;
import io.mediagate.provider.http.VendorTools;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VendorsTest {
    private static final OutsideConfig NOTHING =
            new OutsideConfig(List.of(), Duration.ofSeconds(1), Map.of(), Optional.empty());
    private static final OutsideConfig OWN_SERVER =
            new OutsideConfig(
                    List.of(),
                    Duration.ofSeconds(1),
                    Map.of(),
                    Optional.of(
                            new CompatibleConfig(
                                    URI.create("http://127.0.0.1:8000/v1"),
                                    Optional.empty(),
                                    Map.of("openai/gpt-image-2", "sdxl"))));

    @TempDir private Path scratch;

    @Test
    void serveNothingWithoutAKey() {
        assertThat(opened(NOTHING)).isEmpty();
    }

    @Test
    void makeAServerOfTheOperatorsTheFirstRouteOfItsModels() {
        var routes =
                Vendors.routed(Catalog.bundled(), OWN_SERVER)
                        .require("openai/gpt-image-2")
                        .routes();

        assertThat(routes).first().isEqualTo(new Route("compatible", "sdxl"));
        assertThat(opened(OWN_SERVER)).containsExactly("compatible");
        assertThat(Vendors.named(OWN_SERVER))
                .containsExactly(URI.create("http://127.0.0.1:8000/v1"));
    }

    private List<String> opened(OutsideConfig outside) {
        try (var egress =
                new GuardedEgress(
                        new EgressSettings(List.of(), List.of(), Duration.ofSeconds(1)))) {
            var tools = new VendorTools(egress, scratch, InstantSource.system());
            return List.copyOf(Vendors.open(outside, tools).keySet());
        }
    }
}
