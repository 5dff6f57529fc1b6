package io.mediagate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mediagate.error.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TelemetryConfigTest {

    private static TelemetryConfig with(Map<String, String> environment) {
        return Config.read(new Sources(Optional.empty(), environment, Map.of())).telemetry();
    }

    @Test
    void tracesNothingUnlessACollectorIsNamed() {
        assertThat(with(Map.of("MEDIAGATE_TELEMETRY_OTLP_HEADERS", "a=b")).traces()).isEmpty();
    }

    @Test
    void readsTheUsualVariables() {
        var traces =
                with(Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT",
                                "http://collector:4318/",
                                "OTEL_EXPORTER_OTLP_HEADERS",
                                "x-api-key=a%20b+c,Authorization=Basic%20eDp5==,"))
                        .traces()
                        .orElseThrow();

        assertThat(traces.endpoint()).isEqualTo(URI.create("http://collector:4318"));
        assertThat(traces.headers())
                .isEqualTo(
                        Map.of(
                                "x-api-key",
                                new Secret("a b+c"),
                                "Authorization",
                                new Secret("Basic eDp5==")));
        assertThat(traces.samplePercent()).isEqualTo(100);
    }

    @Test
    void neverRepeatsHeadersSinceTheyAreMostlyKeys() {
        var refused =
                catchThrowableOfType(
                        InvalidConfig.class,
                        () -> with(Map.of("MEDIAGATE_TELEMETRY_OTLP_HEADERS", "sk-a-key")));

        assertThat(refused)
                .hasMessageContaining("telemetry.otlp_headers must be name=value,name=value")
                .hasMessageNotContaining("sk-a-key");
    }
}
