package io.mediagate.config;

import io.mediagate.resource.ProgramFiles;
import java.net.URI;
import java.util.List;

/// A vendor that can be configured, from `vendors.txt`.
///
/// @param name the provider's name in routes
/// @param keyVariables the customary variables, one for each part of a key
/// @param baseUrl where its API is unless the operator says otherwise
public record KnownVendor(String name, List<String> keyVariables, URI baseUrl) {
    private static final String FILE = "/vendors.txt";

    /// All of them, in the order of the file.
    public static List<KnownVendor> all() {
        return All.VENDORS;
    }

    private static final class All {
        static final List<KnownVendor> VENDORS =
                ProgramFiles.lines(FILE).stream()
                        .map(line -> of(List.of(line.split(" +"))))
                        .toList();
    }

    private static KnownVendor of(List<String> words) {
        int last = words.size() - 1;
        return new KnownVendor(
                words.getFirst(), words.subList(1, last), URI.create(words.get(last)));
    }

    /// The customary variable for another address: `OPENAI_BASE_URL` beside `OPENAI_API_KEY`.
    public String baseUrlVariable() {
        return keyVariables.getFirst().replaceFirst("_(API|ACCESS|KEY).*$", "") + "_BASE_URL";
    }
}
