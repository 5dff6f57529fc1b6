package io.mediagate.api;

import com.github.f4b6a3.ulid.UlidCreator;
import io.mediagate.account.Scope;
import io.mediagate.artifact.FileReference;
import io.mediagate.artifact.Inspector;
import io.mediagate.artifact.Links;
import io.mediagate.artifact.Links.Link;
import io.mediagate.artifact.Links.Verdict;
import io.mediagate.artifact.Media;
import io.mediagate.artifact.Received;
import io.mediagate.artifact.Uploads.Incoming;
import io.mediagate.catalog.Field;
import io.mediagate.catalog.Field.Holds;
import io.mediagate.catalog.Model;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/// The files in one input: those of a form, those inside `data:` links, and those that were sent before.
/// Each is looked at and becomes a reference that can be stored with the input; other links stay as they
/// are.
final class InputFiles {
    private static final Pattern ID = Pattern.compile("file_[0-9A-Z]{26}");
    private static final Pattern DATA =
            Pattern.compile("data:[A-Za-z0-9.+/-]*(?:;[A-Za-z0-9.+=-]+)*;base64,");

    private final Intake intake;
    private final Links links;
    private final Exchange exchange;
    private final Scope scope;
    private final FileFaults faults = new FileFaults();

    InputFiles(Intake intake, Links links, Exchange exchange) {
        this.intake = intake;
        this.links = links;
        this.exchange = exchange;
        this.scope = exchange.caller().scope();
    }

    /// What was wrong with them.
    FileFaults faults() {
        return faults;
    }

    /// The input with references in the place of files.
    ObjectNode settle(ObjectNode input, Model model) {
        ObjectNode settled = JsonNodeFactory.instance.objectNode();
        input.forEachEntry((name, value) -> {
            var holds = model.field(name).map(Field::holds).orElseGet(() -> Field.byName(name));
            settled.set(name, settle(value, holds, "/" + name));
        });
        return settled;
    }

    private JsonNode settle(JsonNode node, Optional<Holds> holds, String pointer) {
        return switch (node.getNodeType()) {
            case POJO -> sent((POJONode) node, holds, pointer);
            case STRING -> holds.map(it -> link(node, it, pointer)).orElse(node);
            case ARRAY -> {
                var items = JsonNodeFactory.instance.arrayNode();
                for (int i = 0; i < node.size(); i++) {
                    items.add(settle(node.path(i), holds, pointer + "/" + i));
                }
                yield items;
            }
            case OBJECT -> {
                var members = JsonNodeFactory.instance.objectNode();
                node.forEachEntry((name, value) ->
                        members.set(name, settle(value, Field.byName(name), pointer + "/" + name)));
                yield members;
            }
            case NUMBER, BOOLEAN, NULL, MISSING, BINARY -> node;
        };
    }

    private JsonNode sent(POJONode node, Optional<Holds> holds, String pointer) {
        if (node.getPojo() instanceof Received received && holds.isPresent()) {
            return looked(received, holds.get(), pointer);
        }
        faults.add(pointer, "takes no file");
        return JsonNodeFactory.instance.nullNode();
    }

    private JsonNode looked(Received received, Holds holds, String pointer) {
        return switch (intake.inspector().inspect(received.path())) {
            case Inspector.Verdict.Refused(var why) -> fault(pointer, why);
            case Inspector.Verdict.Fine(var media) when !fits(holds, media.contentType()) ->
                    fault(pointer, wrongKind(holds, media.contentType()));
            case Inspector.Verdict.Fine(Media media) -> {
                var incoming = new Incoming("file_" + UlidCreator.getUlid(), received, media);
                exchange.attachments().want(incoming);
                yield reference(FileReference.to(incoming.file()));
            }
        };
    }

    private static boolean fits(Holds holds, String type) {
        return switch (holds) {
            case IMAGE -> type.startsWith("image/");
            case VIDEO -> type.startsWith("video/");
            case AUDIO -> type.startsWith("audio/");
            case MEDIA -> true;
        };
    }

    private static String wrongKind(Holds holds, String type) {
        var wanted =
                switch (holds) {
                    case IMAGE -> "a picture (PNG, JPEG, WebP or GIF)";
                    case VIDEO -> "a film (MP4, MOV or WebM)";
                    case AUDIO -> "a sound (MP3, WAV, M4A, FLAC, AAC or Ogg)";
                    case MEDIA -> "media";
                };
        return "must be %s, and the file is %s by its bytes".formatted(wanted, type);
    }

    private JsonNode fault(String pointer, String why) {
        faults.add(pointer, why);
        // Something that passes the schema, so that it has nothing to add.
        return JsonNodeFactory.instance.stringNode("https://refused.invalid/");
    }

    private static JsonNode reference(FileReference reference) {
        return JsonNodeFactory.instance.stringNode(reference.toString());
    }

    private JsonNode link(JsonNode node, Holds holds, String pointer) {
        var text = node.stringValue();
        if (text.startsWith("data:")) {
            return inline(text, holds, pointer);
        }
        var id = fileId(text);
        if (id.isEmpty()) {
            return node;
        }
        var upload = intake.uploads().find(scope, id.get());
        if (upload.isEmpty()) {
            // A result of ours is served by its link like anybody's file.
            return text.startsWith("http")
                    ? node
                    : fault(pointer, "names no file of this workspace");
        }
        var type = upload.get().file().media().contentType();
        return fits(holds, type)
                ? reference(upload.get().reference())
                : fault(pointer, wrongKind(holds, type));
    }

    /// The file of ours that a text names: by its id, or by a link that we signed for this workspace.
    private Optional<String> fileId(String text) {
        if (ID.matcher(text).matches()) {
            return Optional.of(text);
        }
        if (text.startsWith(FileReference.SCHEME)) {
            return Optional.of(FileReference.parse(text).map(FileReference::fileId).orElse(""));
        }
        return Links.read(text)
                .filter(link -> link.workspaceId().equals(scope.workspaceId()))
                .filter(link -> links.check(link) instanceof Verdict.Valid)
                .map(Link::fileId);
    }

    private JsonNode inline(String text, Holds holds, String pointer) {
        int comma = text.indexOf(',');
        if (comma < 0 || !DATA.matcher(text.substring(0, comma + 1)).matches()) {
            return fault(
                    pointer, "must be base64 where it is a data link, data:image/png;base64,…");
        }
        try (var bytes = decoded(text.substring(comma + 1))) {
            var received = intake.scratch().receive(bytes, intake.inspector().limits().bytes());
            if (received.isEmpty()) {
                return fault(pointer, intake.inspector().tooLarge());
            }
            exchange.attachments().add(received.get());
            return looked(received.get(), holds, pointer);
        } catch (IOException e) {
            return fault(pointer, "is not valid base64");
        } catch (IllegalArgumentException e) {
            return fault(pointer, "is not valid base64");
        }
    }

    private static InputStream decoded(String base64) {
        return Base64.getDecoder()
                .wrap(new ByteArrayInputStream(base64.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
