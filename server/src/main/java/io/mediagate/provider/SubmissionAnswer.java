package io.mediagate.provider;

import java.util.List;

/// How a submission ended. What the other side may have done is part of the type: after `Unknown` a
/// second submission could be billed twice, so none is made.
public sealed interface SubmissionAnswer {
    /// It runs; follow it by the handle.
    record Accepted(ProviderHandle handle) implements SubmissionAnswer {}

    /// It was made at once.
    record Finished(Output output) implements SubmissionAnswer {}

    /// Certainly nothing was started.
    record Rejected(ProviderFailure failure) implements SubmissionAnswer {}

    /// The answer was lost or cannot be trusted: it may exist and be billed.
    record Unknown(ProviderFailure failure) implements SubmissionAnswer {}

    /// What was made.
    ///
    /// @param files in the provider's order, at least one
    /// @param actualPrompt the prompt as the provider rewrote it; empty where it did not say
    record Output(List<ResultFile> files, String actualPrompt) {}
}
