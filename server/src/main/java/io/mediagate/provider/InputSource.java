package io.mediagate.provider;

/// The files behind the links of an input, for whoever needs their bytes. Fetches them through the door out,
/// within the limits for files from outside; what lies in our own store is read there.
public interface InputSource {
    /// What came of it.
    sealed interface Loaded {
        /// It is media, and here it is.
        ///
        /// @param bytes not to be modified
        /// @param contentType by its bytes, not by anybody's word
        @SuppressWarnings(
                "ArrayRecordComponent") // Compared nowhere; a copy of megabytes would serve nobody.
        record Here(byte[] bytes, String contentType) implements Loaded {}

        /// It cannot be had, or is nothing that can be used.
        ///
        /// @param why the end of a sentence that begins with the place of the link; in our words
        record Unusable(String why) implements Loaded {}
    }

    /// Loads what a link leads to.
    Loaded load(String link) throws InterruptedException;
}
