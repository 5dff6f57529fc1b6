package io.mediagate.config;

import io.mediagate.error.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The operator's account at one vendor.
///
/// @param baseUrl without a slash at the end
/// @param keys at least one; each has the parts that the vendor asks for
public record VendorConfig(URI baseUrl, List<List<Secret>> keys) {
    private static final Pattern COMMA = Pattern.compile(",");

    /// Empty without a key: then the vendor is not a route.
    static Optional<VendorConfig> read(Settings settings, KnownVendor vendor) {
        var section = "vendors." + vendor.name();
        var base =
                Addresses.base(
                        settings,
                        section + ".base_url",
                        vendor.baseUrlVariable(),
                        vendor.baseUrl());
        var parts = new ArrayList<List<String>>();
        var written = settings.given(section + ".keys", "");
        if (written.isPresent()) {
            // One text holds whole keys, the parts of each divided by a colon, where there are
            // several.
            for (int i = 0; i < vendor.keyVariables().size(); i++) {
                int part = i;
                int count = vendor.keyVariables().size();
                parts.add(
                        several(written.get().text()).stream()
                                .map(key -> count == 1 ? key : part(key, part))
                                .toList());
            }
        } else {
            for (var variable : vendor.keyVariables()) {
                parts.add(
                        settings.environment(variable)
                                .map(given -> several(given.text()))
                                .orElse(List.of()));
            }
        }
        var keys = keys(settings, vendor, parts);
        return keys.isEmpty() ? Optional.empty() : Optional.of(new VendorConfig(base, keys));
    }

    private static String part(String key, int index) {
        int colon = key.indexOf(':');
        if (colon < 0) {
            return index == 0 ? key : "";
        }
        return index == 0 ? key.substring(0, colon) : key.substring(colon + 1);
    }

    private static List<String> several(String text) {
        return COMMA.splitAsStream(text).map(String::strip).filter(key -> !key.isEmpty()).toList();
    }

    /// Later parts may be missing altogether: some vendors take a plain key as well.
    private static List<List<Secret>> keys(
            Settings settings, KnownVendor vendor, List<List<String>> parts) {
        int count = parts.getFirst().size();
        for (int i = 1; i < parts.size(); i++) {
            if (!parts.get(i).isEmpty() && parts.get(i).size() != count) {
                settings.fault(
                        "%s has %d keys and %s has %d; they go together by their places"
                                .formatted(
                                        vendor.keyVariables().getFirst(),
                                        count,
                                        vendor.keyVariables().get(i),
                                        parts.get(i).size()));
                return List.of();
            }
        }
        return IntStream.range(0, count).mapToObj(i -> key(settings, vendor, parts, i)).toList();
    }

    private static List<Secret> key(
            Settings settings, KnownVendor vendor, List<List<String>> parts, int index) {
        var key =
                parts.stream()
                        .filter(part -> part.size() > index && !part.get(index).isEmpty())
                        .map(part -> part.get(index))
                        .toList();
        if (key.stream().anyMatch(part -> !part.matches("[!-~]+"))) {
            // The value is a secret, so it is not repeated.
            settings.fault(
                    "a key of %s holds a blank or a letter that no key has"
                            .formatted(vendor.keyVariables().getFirst()));
        }
        return key.stream().map(Secret::new).toList();
    }
}
