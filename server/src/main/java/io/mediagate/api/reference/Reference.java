package io.mediagate.api.reference;

import io.mediagate.catalog.Catalog;
import io.mediagate.catalog.Model;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The descriptions as they were last made. They are made when somebody first asks, and again only when
/// somebody reaches us under another name or a model's status has changed with the date.
final class Reference {
    private static final JsonMapper JSON = JsonMapper.shared();

    /// @param statuses of all models, when it was made
    private record Described(String server, List<Model.Status> statuses, Page openApi, Page llms) {}

    private final Catalog catalog;
    private final String version;
    private volatile @Nullable Described last;

    Reference(Catalog catalog, String version) {
        this.catalog = catalog;
        this.version = version;
    }

    Page openApi(String server) {
        return described(server).openApi();
    }

    Page llms(String server) {
        return described(server).llms();
    }

    private Described described(String server) {
        var statuses = catalog.models().stream().map(Model::status).toList();
        var known = last;
        if (known != null && known.server().equals(server) && known.statuses().equals(statuses)) {
            return known;
        }
        return describe(server, statuses);
    }

    // One at a time: whoever asks while it is being made would make the same.
    private synchronized Described describe(String server, List<Model.Status> statuses) {
        var known = last;
        if (known != null && known.statuses().equals(statuses)) {
            if (known.server().equals(server)) {
                return known;
            }
        }
        ObjectNode document = OpenApi.describe(catalog, version, server);
        var made =
                new Described(
                        server,
                        statuses,
                        Page.of("application/json", JSON.writeValueAsString(document)),
                        Page.of("text/plain; charset=utf-8", LlmsText.write(catalog, server)));
        last = made;
        return made;
    }
}
