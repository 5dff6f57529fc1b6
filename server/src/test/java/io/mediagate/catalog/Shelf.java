package io.mediagate.catalog;

import io.mediagate.config.KnownVendor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Catalogues made up by a test, and the words to ask them with.
final class Shelf {
    static final InstantSource TODAY = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));
    static final Set<String> PROVIDERS =
            Stream.concat(Stream.of("acme"), KnownVendor.all().stream().map(KnownVendor::name))
                    .collect(Collectors.toSet());
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(tools.jackson.core.json.JsonReadFeature.ALLOW_SINGLE_QUOTES)
                    .build();

    private Shelf() {}

    /// A catalogue of an operator's one file.
    static Catalog of(String yaml) {
        return new CatalogReader(PROVIDERS, TODAY, PackedCatalog.none())
                .read(List.of(new CatalogFile("acme.yaml", yaml, false)));
    }

    /// A model `acme/paint` with this price and input schema, both in YAML's flow style.
    static Model model(String price, String input) {
        return of(entry(price, input)).require("acme/paint");
    }

    static String entry(String price, String input) {
        return """
        - path: acme/paint
          title: Paint
          family: IMAGE
          summary: Paints.
          status: available
          deadline: 5m
          price: "%s"
          input: %s
        """
                .formatted(price, input);
    }

    /// JSON with single quotes.
    static JsonNode json(String text) {
        return JSON.readTree(text);
    }
}
