package io.mediagate.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The settings of a YAML file, flattened: `server: {port: 80}` is `server.port`.
final class ConfigFile {
    private static final YAMLMapper YAML =
            YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private ConfigFile() {}

    static Map<String, Settings.Given> read(Path path, List<String> faults) {
        var found = new LinkedHashMap<String, Settings.Given>();
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            faults.add("the configuration file %s cannot be read".formatted(path));
            return found;
        }
        try {
            var tree = YAML.readTree(path.toFile());
            if (tree.isObject()) {
                flatten("", tree, path, found);
            } else if (!tree.isMissingNode() && !tree.isNull()) {
                faults.add("%s must hold sections with keys, such as `server:`".formatted(path));
            }
        } catch (JacksonException e) {
            faults.add(
                    "%s is not YAML: %s (line %d)"
                            .formatted(
                                    path,
                                    String.valueOf(e.getOriginalMessage())
                                            .lines()
                                            .findFirst()
                                            .orElse(""),
                                    e.getLocation().getLineNr()));
        }
        return found;
    }

    private static void flatten(
            String prefix, JsonNode tree, Path path, Map<String, Settings.Given> found) {
        for (var property : tree.properties()) {
            var name = prefix + property.getKey();
            var value = property.getValue();
            if (value.isObject()) {
                flatten(name + ".", value, path, found);
            } else if (!value.isNull()) {
                found.put(name, new Settings.Given(text(value), "in " + path));
            }
        }
    }

    private static String text(JsonNode value) {
        if (!value.isArray()) {
            return value.asString();
        }
        var joined = new StringJoiner(",");
        value.forEach(element -> joined.add(element.asString()));
        return joined.toString();
    }
}
