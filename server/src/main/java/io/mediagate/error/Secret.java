package io.mediagate.error;

/// A key, password or signing secret. Printing it shows only its length.
public record Secret(String value) {
    @Override
    public String toString() {
        return "[secret of %d chars]".formatted(value.length());
    }
}
