package io.mediagate.catalog;

import io.mediagate.error.Nearest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/// Reads files into a catalogue, or tells everything that is wrong with them.
final class CatalogReader {
    private final Set<String> providers;
    private final InstantSource clock;
    private final PackedCatalog packed;
    private final List<String> faults = new ArrayList<>();

    /// @param providers whom an operator's routes may name
    /// @param packed what the build has read of the files, and seen that nothing is wrong with it
    CatalogReader(Set<String> providers, InstantSource clock, PackedCatalog packed) {
        this.providers = providers;
        this.clock = clock;
        this.packed = packed;
    }

    Catalog read(List<CatalogFile> files) {
        var models = new ArrayList<Model>();
        for (var entry : entries(files).toList()) {
            var reader = new EntryReader(entry, providers, clock);
            reader.read().ifPresent(models::add);
            faults.addAll(reader.faults());
        }
        if (!faults.isEmpty()) {
            throw new CatalogFault(faults);
        }
        return new Catalog(models);
    }

    /// Each path once, an operator's entry over the built-in one.
    private Stream<CatalogEntry> entries(List<CatalogFile> files) {
        var byPath = new LinkedHashMap<String, CatalogEntry>();
        var nameless = new ArrayList<CatalogEntry>();
        for (var entry : files.stream().flatMap(this::entriesOf).toList()) {
            var former = byPath.get(entry.path());
            if (entry.path().isEmpty()) {
                nameless.add(entry);
            } else if (former == null) {
                put(byPath, entry);
            } else if (former.file().ours() && !entry.file().ours()) {
                byPath.put(entry.path(), entry.over(former));
            } else {
                faults.add(entry.located("the path is already taken, in " + former.file().name()));
            }
        }
        return Stream.concat(byPath.values().stream(), nameless.stream());
    }

    private void put(Map<String, CatalogEntry> byPath, CatalogEntry entry) {
        if (entry.onlyChanges()) {
            var near = Nearest.plausible(entry.path(), byPath.keySet());
            faults.add(
                    entry.located(
                            "has neither title nor input, and is no built-in model that could be changed"
                                    + near.map(it -> "; did you mean " + it + "?").orElse("")));
        } else {
            byPath.put(entry.path(), entry);
        }
    }

    private Stream<CatalogEntry> entriesOf(CatalogFile file) {
        try {
            var known = packed.find(file);
            var entries = known.orElseGet(() -> PackedCatalog.parse(file));
            if (entries.isArray()) {
                return entries.valueStream()
                        .map(entry -> new CatalogEntry(file, entry, known.isPresent()));
            }
            faults.add(file.name() + ": must be a list of models");
        } catch (JacksonException e) {
            faults.add(file.name() + ": is not YAML" + where(e));
        }
        return Stream.empty();
    }

    private static String where(JacksonException e) {
        var at = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
        return at + ": " + e.getOriginalMessage().lines().findFirst().orElse("");
    }
}
