package io.mediagate.provider.http;

import io.mediagate.provider.InputSource;
import io.mediagate.provider.InputSource.NotHad;
import java.util.Base64;

/// Loads what an input names, for vendors that take bytes and no links. A `data:` link has been looked at
/// before it was made; what lies behind any other is looked at by the source.
final class InputFiles {
    private final InputSource source;

    InputFiles(InputSource source) {
        this.source = source;
    }

    /// Throws `NotHad` if it cannot be had.
    InputFile load(String link) throws InterruptedException {
        if (link.startsWith("data:")) {
            return inline(link);
        }
        var here = source.demand(link);
        return new InputFile(here.bytes(), here.contentType());
    }

    private static InputFile inline(String link) {
        int comma = link.indexOf(',');
        if (comma < 0 || !link.substring(0, comma).endsWith(";base64")) {
            throw NotHad.unusable(link, "must be base64 where it is a data link");
        }
        try {
            return InputFile.of(Base64.getMimeDecoder().decode(link.substring(comma + 1)));
        } catch (IllegalArgumentException _) {
            throw NotHad.unusable(link, "must be base64 where it is a data link");
        }
    }
}
