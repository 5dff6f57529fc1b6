package io.mediagate.catalog;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads files into a catalogue, or tells everything that is wrong with them. The whole program waits
/// for it, and most of its time is classes being loaded: so the compiler of prices is made on one
/// thread while the files are read on the others.
final class CatalogReader {
    /// An entry that has been read but for its price.
    private record Pending(EntryReader reader, Function<Prices, Optional<Model>> finish) {}

    private static final YAMLMapper YAML =
            YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final InstantSource clock;
    private final List<String> faults = new ArrayList<>();

    CatalogReader(InstantSource clock) {
        this.clock = clock;
    }

    Catalog read(List<CatalogFile> files) {
        var prices =
                CompletableFuture.supplyAsync(Prices::new, task -> Thread.ofVirtual().start(task));
        List<Pending> entries = new ArrayList<>();
        for (var file : files) {
            entriesOf(file).forEach(entry -> entries.add(pending(file, entry)));
        }
        var compiler = prices.join();
        var models =
                entries.parallelStream().flatMap(e -> e.finish().apply(compiler).stream()).toList();
        entries.forEach(entry -> faults.addAll(entry.reader().faults()));
        refuseDuplicates(entries);
        if (!faults.isEmpty()) {
            throw new CatalogFault(faults);
        }
        return new Catalog(models);
    }

    private Pending pending(CatalogFile file, JsonNode entry) {
        var reader = new EntryReader(file, entry, clock);
        return new Pending(reader, reader.read());
    }

    private Stream<JsonNode> entriesOf(CatalogFile file) {
        try {
            var entries = YAML.readTree(file.yaml());
            if (entries.isArray()) {
                return entries.valueStream();
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

    private void refuseDuplicates(List<Pending> entries) {
        Map<String, String> fileOf = new HashMap<>();
        for (var entry : entries) {
            var reader = entry.reader();
            var other = fileOf.putIfAbsent(reader.name(), reader.fileName());
            if (other != null && !reader.name().isEmpty()) {
                faults.add(reader.located("the path is already taken, in " + other));
            }
        }
    }
}
