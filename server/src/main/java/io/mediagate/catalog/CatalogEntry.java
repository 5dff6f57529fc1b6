package io.mediagate.catalog;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One entry as it is written.
///
/// @param yaml of any kind
/// @param known whether the build has seen that nothing is wrong with it
record CatalogEntry(CatalogFile file, JsonNode yaml, boolean known) {

    /// The path as it is written; empty if there is none.
    String path() {
        return yaml.path("path").asString("");
    }

    /// A fault as it is told: `file: model: reason`.
    String located(String fault) {
        return file.name() + ": " + (path().isEmpty() ? "" : path() + ": ") + fault;
    }

    /// Whether it says so little that another entry must be meant.
    boolean onlyChanges() {
        return !yaml.has("title") && !yaml.has("input");
    }

    /// What an operator says of a built-in model: his keys in place of ours, and a null takes one away.
    CatalogEntry over(CatalogEntry builtIn) {
        var whole = (ObjectNode) builtIn.yaml.deepCopy();
        yaml.properties()
                .forEach(key -> {
                    if (key.getValue().isNull()) {
                        whole.remove(key.getKey());
                    } else {
                        whole.set(key.getKey(), key.getValue());
                    }
                });
        return new CatalogEntry(file, whole, false);
    }
}
