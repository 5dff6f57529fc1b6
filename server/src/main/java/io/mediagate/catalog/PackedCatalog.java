package io.mediagate.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What the built-in catalogue's YAML files say, as JSON, which takes a tenth of the time to read, and
/// need not be checked again. The build makes it of the files that it packs, and fails when something is
/// wrong with them; of a file that has changed since, or where there was no build, it knows nothing.
final class PackedCatalog {
    private static final String FILE = "packed.json";
    private static final String PLACE = "/" + CatalogFile.FOLDER + "/" + FILE;
    private static final String CHECKSUM = "crc32";
    private static final String MODELS = "models";

    /// Loaded with the first file that has to be parsed.
    private static final class Yaml {
        static final YAMLMapper MAPPER =
                YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    }

    private final JsonNode files;

    private PackedCatalog(JsonNode files) {
        this.files = files;
    }

    /// Checks and packs the catalogue among compiled classes. For the build, whose error messages begin
    /// with a word of Maven's.
    ///
    /// @param arguments the directory of the classes
    static void main(String[] arguments) throws IOException {
        try {
            pack(Path.of(arguments[0]));
        } catch (CatalogFault e) {
            e.faults().forEach(fault -> System.err.println("[ERROR] " + fault));
            System.exit(1);
        }
    }

    /// Throws `CatalogFault` when something is wrong with it.
    static void pack(Path classes) throws IOException {
        var files = CatalogFile.in(classes);
        new CatalogReader(Set.of(), InstantSource.system(), none()).read(files);
        var packed = JsonMapper.shared().writeValueAsBytes(of(files).files);
        Files.write(classes.resolve(CatalogFile.FOLDER).resolve(FILE), packed);
    }

    /// One that knows nothing.
    static PackedCatalog none() {
        return new PackedCatalog(JsonNodeFactory.instance.objectNode());
    }

    /// Throws `JacksonException` when one is not YAML.
    static PackedCatalog of(List<CatalogFile> files) {
        var packed = JsonNodeFactory.instance.objectNode();
        for (var file : files) {
            packed.putObject(file.name()).put(CHECKSUM, checksum(file)).set(MODELS, parse(file));
        }
        return new PackedCatalog(packed);
    }

    /// The one among the program's own files; an empty one where there is none.
    static PackedCatalog bundled() {
        try (var in = PackedCatalog.class.getResourceAsStream(PLACE)) {
            return in == null ? none() : new PackedCatalog(JsonMapper.shared().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the packed catalogue", e);
        }
    }

    /// What a file of ours says, if it is known.
    Optional<JsonNode> find(CatalogFile file) {
        return Optional.of(files.path(file.name()))
                .filter(known -> file.ours() && known.isObject())
                .filter(known -> known.path(CHECKSUM).asLong(-1) == checksum(file))
                .map(known -> known.path(MODELS));
    }

    /// What a file says, in whatever time it takes. A key that is there twice is a mistake. Throws
    /// `JacksonException` when it is not YAML.
    static JsonNode parse(CatalogFile file) {
        return Yaml.MAPPER.readTree(file.yaml());
    }

    private static long checksum(CatalogFile file) {
        var checksum = new CRC32();
        checksum.update(file.yaml().getBytes(StandardCharsets.UTF_8));
        return checksum.getValue();
    }
}
