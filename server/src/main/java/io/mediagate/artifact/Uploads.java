package io.mediagate.artifact;

import io.mediagate.account.Scope;
import java.util.Optional;

/// Files that callers send: kept until they expire or are deleted, used in as many generations as one likes.
public interface Uploads {

    /// A file that came in and may be used, before it is stored.
    record Incoming(String id, Received received, Media media) {
        /// How the file will be called; nothing of how its sender called it.
        public StoredFile file() {
            var name =
                    "upload-%s.%s"
                            .formatted(
                                    id.substring(id.length() - 6)
                                            .toLowerCase(java.util.Locale.ROOT),
                                    media.extension());
            return new StoredFile(id, name, received.sizeBytes(), media);
        }
    }

    /// Who deletes a file.
    enum Why {
        /// Its owner asked for it.
        ASKED,
        /// What it was sent for was not accepted.
        UNUSED,
        /// Its time was over.
        EXPIRED
    }

    /// What came of a look for a file that a caller names.
    Optional<Upload> find(Scope scope, String id);

    /// Stores it: durable when it returns. A full store is a `Problem` of 503, a full quota one of 413.
    Upload keep(Scope scope, Incoming incoming);

    /// Deletes a file of the scope, an upload or a result, with its previews: its links lead nowhere from
    /// then on, and the audit has a row. False when there is none.
    boolean delete(Scope scope, String id, Why why);
}
