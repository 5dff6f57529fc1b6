package io.mediagate.provider.sandbox;

import io.mediagate.provider.InputSource;
import io.mediagate.provider.InputSource.NotHad;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.Submission;
import io.mediagate.provider.sandbox.render.Insets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The files behind the links of an input, fetched and checked as for a vendor.
final class SandboxInputs {
    private static final int MOST_SHOWN = 3;

    /// What came of looking.
    sealed interface Look {
        /// All of them are there.
        ///
        /// @param submission with what the files are in the place of links: the same files make the same
        ///     result, whatever links led to them
        /// @param shown tiles of the first few
        record Seen(Submission submission, List<String> shown) implements Look {}

        /// One is not.
        record Unusable(ProviderFailure failure) implements Look {}
    }

    private final InputSource source;

    SandboxInputs(InputSource source) {
        this.source = source;
    }

    Look look(Submission submission) throws InterruptedException {
        var shown = new ArrayList<String>();
        try {
            var input = (ObjectNode) seen(submission.input(), "", shown);
            return new Look.Seen(submission.with(input), List.copyOf(shown));
        } catch (NotHad file) {
            return new Look.Unusable(file.failureOf(submission));
        }
    }

    private JsonNode seen(JsonNode node, String name, List<String> shown)
            throws InterruptedException {
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            for (var member : node.properties()) {
                copy.set(member.getKey(), seen(member.getValue(), member.getKey(), shown));
            }
            return copy;
        }
        if (node.isArray()) {
            var copy = JsonNodeFactory.instance.arrayNode();
            for (var item : node) {
                copy.add(seen(item, name, shown));
            }
            return copy;
        }
        boolean link = node.isString() && (name.endsWith("_url") || name.endsWith("_urls"));
        return link ? JsonNodeFactory.instance.stringNode(load(node.stringValue(), shown)) : node;
    }

    private String load(String link, List<String> shown) throws InterruptedException {
        var here = source.demand(link);
        if (shown.size() < MOST_SHOWN) {
            shown.add(Insets.tile(here.bytes(), here.contentType()));
        }
        return digest(here.bytes());
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
