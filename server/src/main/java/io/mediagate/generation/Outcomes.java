package io.mediagate.generation;

import io.mediagate.artifact.Artifacts;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Redaction;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.SubmissionAnswer.Output;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// Turns what a provider brought into what the caller will see: files into our store, failures into our
/// words.
public final class Outcomes {

    private final Artifacts artifacts;
    private final Wording wording;
    private final Function<Generation, CharSequence> inputs;

    public Outcomes(Artifacts artifacts, Redaction redaction) {
        this(artifacts, redaction, Generation::input);
    }

    /// @param inputs what providers are given of a generation's input: with links in the place of
    ///     references to files
    public Outcomes(
            Artifacts artifacts, Redaction redaction, Function<Generation, CharSequence> inputs) {
        this.artifacts = artifacts;
        this.wording = new Wording(redaction);
        this.inputs = inputs;
    }

    /// The input as providers are given it.
    String input(Generation generation) {
        return inputs.apply(generation).toString();
    }

    Artifacts.Kept keep(Generation generation, Output output) {
        return artifacts.keep(generation.scope(), generation.id(), output.files());
    }

    void discard(Generation generation, Result result) {
        artifacts.discard(generation.scope(), result.files());
    }

    Failure failure(ProviderFailure failure) {
        return wording.of(failure);
    }

    /// No route takes anything.
    ///
    /// @param back when the first of them does again, where it is known
    static Failure unavailable(Optional<Duration> back) {
        var code = ErrorCode.PROVIDER_UNAVAILABLE;
        return new Failure(code, code.message(), back.map(Wording::wholeSeconds));
    }

    /// A failure that nobody else described.
    static Failure plain(ErrorCode code) {
        return new Failure(code, code.message());
    }
}
