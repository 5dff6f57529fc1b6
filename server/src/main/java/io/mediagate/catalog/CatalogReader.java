package io.mediagate.catalog;

import io.mediagate.error.Nearest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads files into a catalogue, or tells everything that is wrong with them. The whole program waits
/// for it, and most of its time is classes being loaded: so the compiler of prices is made on one
/// thread while the files are read on the others.
final class CatalogReader {
    /// An entry that has been read but for its price.
    private record Pending(EntryReader reader, Function<Prices, Optional<Model>> finish) {}

    private static final YAMLMapper YAML =
            YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final Set<String> providers;
    private final InstantSource clock;
    private final List<String> faults = new ArrayList<>();

    /// @param providers whom an operator's routes may name
    CatalogReader(Set<String> providers, InstantSource clock) {
        this.providers = providers;
        this.clock = clock;
    }

    Catalog read(List<CatalogFile> files) {
        var prices =
                CompletableFuture.supplyAsync(Prices::new, task -> Thread.ofVirtual().start(task));
        var entries = entries(files).map(this::pending).toList();
        var compiler = prices.join();
        var models =
                entries.parallelStream().flatMap(e -> e.finish().apply(compiler).stream()).toList();
        entries.forEach(entry -> faults.addAll(entry.reader().faults()));
        if (!faults.isEmpty()) {
            throw new CatalogFault(faults);
        }
        return new Catalog(models);
    }

    private Pending pending(CatalogEntry entry) {
        var reader = new EntryReader(entry, providers, clock);
        return new Pending(reader, reader.read());
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
            var entries = YAML.readTree(file.yaml());
            if (entries.isArray()) {
                return entries.valueStream().map(entry -> new CatalogEntry(file, entry));
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
