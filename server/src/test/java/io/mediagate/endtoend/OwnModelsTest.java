package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.contract.LoopbackVendor;
import io.mediagate.contract.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An operator adds a model and changes ours by a folder of YAML files.
final class OwnModelsTest {
    private static final String MODELS =
            """
            - path: acme/paint-2
              title: Paint 2
              family: IMAGE
              summary: Pictures in oil.
              status: available
              deadline: 5m
              price: "input.n * (input.size == 'large' ? 4 : 2)"
              routes: [{provider: fal, model: acme/oil, rename: {size: canvas}}]
              input:
                type: object
                required: [prompt]
                properties:
                  prompt: {type: string, description: What to paint.}
                  size: {enum: [small, large], default: small, description: Size of the canvas.}
                  n: {type: integer, minimum: 1, maximum: 4, default: 1, description: How many.}
            - path: google/veo-3.1
              price: input.n * 99
            """;

    @TempDir private static Path folder;

    private static LoopbackVendor vendor;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(folder.resolve("acme.yaml"), MODELS);
        vendor = new LoopbackVendor();
        gateway =
                RunningGateway.with(
                        Map.of(
                                "catalog.folder",
                                folder.toString(),
                                "vendors.fal.base_url",
                                vendor.base().toString(),
                                "vendors.fal.keys",
                                "key"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        vendor.close();
    }

    @Test
    void showsThemInTheCatalogueAndInTheDescription() {
        var caller = gateway.tenant();

        var model = caller.get("/api/v1/models/acme/paint-2");
        var changed = caller.get("/api/v1/models/google/veo-3.1");
        var description = gateway.stranger().get("/openapi.json");

        assertThat(model.text("/title")).isEqualTo("Paint 2");
        assertThat(model.text("/price/expression")).contains("input.size == 'large'");
        assertThat(changed.text("/price/expression")).isEqualTo("input.n * 99");
        assertThat(description.json().path("paths").propertyNames())
                .contains("/api/v1/generation/acme/paint-2");
        assertThat(gateway.stranger().get("/llms.txt").body()).contains("acme/paint-2");
    }

    @Test
    void makesThemInTestMode() {
        var caller = gateway.tenant();

        var made =
                caller.post(
                        "/api/v1/generation/acme/paint-2",
                        "{\"prompt\":\"a quay\",\"size\":\"large\"}",
                        "Prefer",
                        "wait=60");

        assertThat(made.state()).as(made.body()).isEqualTo("COMPLETED");
        assertThat(made.text("/usage/total")).isEqualTo("4");
        assertThat(made.text("/data/images/0/content_type")).startsWith("image/");
        assertThat(gateway.faultsOfTheBooks()).isEmpty();
    }

    @Test
    void asksTheVendorAsTheirRoutesSay() {
        vendor.on(
                "POST /acme/oil",
                Reply.json(422, "{\"detail\":\"flagged by the content checker\"}"));
        var caller = gateway.liveTenantWith(10);

        var refused =
                caller.post(
                        "/api/v1/generation/acme/paint-2",
                        "{\"prompt\":\"a quay\"}",
                        "Prefer",
                        "wait=60");

        assertThat(refused.status()).as(refused.body()).isEqualTo(422);
        assertThat(vendor.seen().getFirst().text()).contains("\"canvas\":\"small\"");
        assertThat(caller.credits().total()).isEqualTo(10);
    }
}
