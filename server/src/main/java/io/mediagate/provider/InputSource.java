package io.mediagate.provider;

import java.util.function.Function;

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

        /// Our own disk or file store fails; that passes.
        record NotNow() implements Loaded {}
    }

    /// Loads what a link leads to.
    Loaded load(String link) throws InterruptedException;

    /// Loads what a link leads to, for who can go on only with it. Throws `NotHad`.
    default Loaded.Here demand(String link) throws InterruptedException {
        return switch (load(link)) {
            case Loaded.Here here -> here;
            case Loaded.Unusable(var why) -> throw NotHad.unusable(link, why);
            case Loaded.NotNow _ -> throw NotHad.notNow();
        };
    }

    /// Thrown while a request is being made: a file that the caller named cannot be had or used.
    final class NotHad extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Function<Submission, ProviderFailure> failure;

        private NotHad(Function<Submission, ProviderFailure> failure) {
            this.failure = failure;
        }

        /// It is the caller's own doing.
        ///
        /// @param why the end of a sentence that begins with the place of the link; in our words
        public static NotHad unusable(String link, String why) {
            return new NotHad(submission ->
                    ProviderFailure.ofInput("%s %s.".formatted(submission.placeOf(link), why)));
        }

        static NotHad notNow() {
            return new NotHad(_ -> ProviderFailure.ofOurFiles());
        }

        /// What becomes of the submission that named it.
        public ProviderFailure failureOf(Submission submission) {
            return failure.apply(submission);
        }
    }
}
