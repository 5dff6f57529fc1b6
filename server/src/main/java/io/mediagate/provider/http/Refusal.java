package io.mediagate.provider.http;

import io.mediagate.provider.ProviderFailure;

/// Thrown while a request is being made, before anything was sent: what the caller gave cannot become
/// one. Carries why, as a value.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ProviderFailure failure;

    Refusal(ProviderFailure failure) {
        super(failure.code().name());
        this.failure = failure;
    }

    /// What the caller gave is wrong; the words are ours and may be shown.
    static Refusal of(String words) {
        return new Refusal(ProviderFailure.ofInput(words));
    }

    ProviderFailure failure() {
        return failure;
    }
}
