package io.mediagate.provider.http;

import io.mediagate.provider.InputSource;
import io.mediagate.provider.InputSource.Loaded;
import java.util.Base64;

/// Loads what an input names, for vendors that take bytes and no links. A `data:` link has been looked at
/// before it was made; what lies behind any other is looked at by the source.
final class InputFiles {
    private final InputSource source;

    InputFiles(InputSource source) {
        this.source = source;
    }

    /// Throws `UnusableFile` if it cannot be had.
    InputFile load(String link) throws InterruptedException {
        if (link.startsWith("data:")) {
            return inline(link);
        }
        return switch (source.load(link)) {
            case Loaded.Here(var bytes, var type) -> new InputFile(bytes, type);
            case Loaded.Unusable(var why) -> throw new UnusableFile(link, why);
        };
    }

    private static InputFile inline(String link) {
        int comma = link.indexOf(',');
        if (comma < 0 || !link.substring(0, comma).endsWith(";base64")) {
            throw new UnusableFile(link, "must be base64 where it is a data link");
        }
        try {
            return InputFile.of(Base64.getMimeDecoder().decode(link.substring(comma + 1)));
        } catch (IllegalArgumentException _) {
            throw new UnusableFile(link, "must be base64 where it is a data link");
        }
    }
}
