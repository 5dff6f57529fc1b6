package io.mediagate.artifact;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What stands for an upload in a stored input: `mediagate-file:file_…/name?type=image%2Fpng`. A signed link
/// would be over some day; this becomes a fresh one whenever the input is shown, and the bytes whenever it
/// is sent. Whose file it is does not stand in it: only the generation's own workspace can be meant.
public record FileReference(String fileId, String name, String contentType) {
    /// How it begins.
    public static final String SCHEME = "mediagate-file:";

    private static final String FORM =
            SCHEME
                    + "(file_[0-9A-Z]{26})/([a-z0-9-]+\\.[a-z0-9]+)\\?type=(image|video|audio)%2F([a-z0-9.+-]+)";
    private static final Pattern WHOLE = Pattern.compile(FORM);
    // As a whole string of JSON; one in a text would stand behind a backslash.
    private static final Pattern IN_JSON = Pattern.compile("(?<!\\\\)\"" + FORM + "\"");

    /// To a stored file.
    public static FileReference to(StoredFile file) {
        return new FileReference(file.id(), file.name(), file.media().contentType());
    }

    /// Read from a text; empty when it is none.
    public static Optional<FileReference> parse(String text) {
        var match = WHOLE.matcher(text);
        return match.matches() ? Optional.of(of(match.toMatchResult())) : Optional.empty();
    }

    private static FileReference of(MatchResult match) {
        return new FileReference(
                match.group(1), match.group(2), match.group(3) + "/" + match.group(4));
    }

    /// A text of JSON with signed links in the place of references.
    ///
    /// @param base where our files are served
    public static CharSequence shown(
            CharSequence json, Links links, String workspaceId, String base) {
        // Hardly any input has one, and all of them come by here.
        return json.toString().contains(SCHEME)
                ? IN_JSON.matcher(json)
                        .replaceAll(match ->
                                "\"" + base + links.sign(workspaceId, of(match).file()) + "\"")
                : json;
    }

    /// As much of the file as a link needs.
    public StoredFile file() {
        var media =
                new Media(
                        contentType,
                        name.substring(name.lastIndexOf('.') + 1),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalDouble.empty());
        return new StoredFile(fileId, name, 0, media);
    }

    @Override
    public String toString() {
        return SCHEME + fileId + "/" + name + "?type=" + contentType.replace("/", "%2F");
    }
}
