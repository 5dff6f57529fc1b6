package io.mediagate.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A vendor that can be configured, from `vendors.yaml`.
///
/// @param name the provider's name in routes
/// @param keyVariables the customary variables, one for each part of a key
/// @param baseUrl where its API is unless the operator says otherwise
public record KnownVendor(String name, List<String> keyVariables, URI baseUrl) {
    private static final String FILE = "/vendors.yaml";

    /// All of them, in the order of the file.
    public static List<KnownVendor> all() {
        return All.VENDORS;
    }

    private static final class All {
        static final List<KnownVendor> VENDORS = read();
    }

    private static List<KnownVendor> read() {
        try (var in = Objects.requireNonNull(KnownVendor.class.getResourceAsStream(FILE))) {
            return YAMLMapper.builder().build().readTree(in).properties().stream()
                    .map(it ->
                            new KnownVendor(
                                    it.getKey(),
                                    it.getValue()
                                            .path("keys")
                                            .valueStream()
                                            .map(name -> name.asString())
                                            .toList(),
                                    URI.create(it.getValue().path("base_url").asString())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The customary variable for another address: `OPENAI_BASE_URL` beside `OPENAI_API_KEY`.
    public String baseUrlVariable() {
        return keyVariables.getFirst().replaceFirst("_(API|ACCESS|KEY).*$", "") + "_BASE_URL";
    }
}
