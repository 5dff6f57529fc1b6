package io.mediagate.api;

import io.mediagate.artifact.Received;
import io.mediagate.idempotency.Fingerprint;
import java.util.HexFormat;
import java.util.List;

/// A form that has come in: its parts in their order, the files among them on disk.
record Form(List<Part> parts) {
    /// One part.
    sealed interface Part {
        /// Its name as it was sent, without the brackets of a list.
        String name();

        /// Whether the name was spelled `name[]`: one of a list, even if it is the only one.
        boolean listed();

        /// The same under another name.
        default Part named(String other) {
            return switch (this) {
                case Text text -> new Text(other, text.listed(), text.json(), text.text());
                case File file -> new File(other, file.listed(), file.received());
            };
        }

        /// Text, or JSON where the part said so.
        record Text(String name, boolean listed, boolean json, String text) implements Part {}

        /// A file.
        record File(String name, boolean listed, Received received) implements Part {
            /// SHA-256 of its bytes, in hexadecimal.
            String digest() {
                return received.digest();
            }
        }
    }

    Form {
        parts = List.copyOf(parts);
    }

    /// What tells this form from another one, whatever boundary and file names its sender chose this time.
    Fingerprint fingerprint() {
        var all = Fingerprint.ofParts();
        for (var part : parts) {
            var name = part.listed() ? part.name() + "[]" : part.name();
            switch (part) {
                case Part.Text text -> all.field(name, text.text());
                case Part.File file -> all.file(name, HexFormat.of().parseHex(file.digest()));
            }
        }
        return all.done();
    }

    @Override
    public String toString() {
        return "[form of %d parts]".formatted(parts.size());
    }
}
