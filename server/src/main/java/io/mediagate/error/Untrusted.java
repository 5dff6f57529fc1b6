package io.mediagate.error;

/// Text that a vendor or a caller wrote. Printing it shows only its length, so no log line, stack trace
/// or concatenation can leak it. `Redaction` is the only way from here to a message for callers.
public record Untrusted(String text) {
    @Override
    public String toString() {
        return "[%d chars]".formatted(text.length());
    }
}
