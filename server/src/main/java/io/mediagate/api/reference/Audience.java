package io.mediagate.api.reference;

import io.mediagate.error.Family;
import java.util.List;

/// Who reads an error: callers of an address that makes one family's results, of one that makes any's, or
/// of one that makes none.
enum Audience {
    NOBODY("", ""),
    EVERYBODY("Generation", ""),
    IMAGE("Image", "ImageData"),
    VIDEO("Video", "VideoData"),
    SPEECH("Speech", "AudioData");

    /// Those of one family.
    static final List<Audience> OF_FAMILIES = List.of(IMAGE, VIDEO, SPEECH);

    private final String word;
    private final String result;

    Audience(String word, String result) {
        this.word = word;
        this.result = result;
    }

    static Audience of(Family family) {
        return switch (family) {
            case IMAGE -> IMAGE;
            case VIDEO -> VIDEO;
            case TTS -> SPEECH;
        };
    }

    /// The one that `x-errors` names: a family, `any`, or nothing.
    static Audience named(String family) {
        return switch (family) {
            case "" -> NOBODY;
            case "any" -> EVERYBODY;
            default -> of(Family.valueOf(family));
        };
    }

    /// What the names of its components begin with.
    String word() {
        return word;
    }

    /// The schema of its results.
    String result() {
        return result;
    }

    List<Family> families() {
        return switch (this) {
            case NOBODY -> List.of();
            case EVERYBODY -> List.of(Family.values());
            case IMAGE -> List.of(Family.IMAGE);
            case VIDEO -> List.of(Family.VIDEO);
            case SPEECH -> List.of(Family.TTS);
        };
    }

    /// The tag of its models' operations.
    String tag() {
        return word + " models";
    }
}
