package io.mediagate.error;

import java.util.Locale;

/// What a model makes. The family decides the first word of a generation's error codes.
public enum Family {
    IMAGE,
    VIDEO,
    TTS;

    /// The `type` that results of this family carry in the public object.
    public String resultType() {
        return this == TTS ? "audio" : name().toLowerCase(Locale.ROOT);
    }
}
