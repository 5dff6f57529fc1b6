package io.mediagate.api;

import java.util.OptionalLong;

/// Which bytes of a file an answer has.
sealed interface ByteRange {

    /// All of it: nothing was asked for, or in a way that we ignore, as RFC 9110 allows.
    record Whole() implements ByteRange {}

    /// From `first` to `last`, both included.
    record Part(long first, long last) implements ByteRange {
        long length() {
            return last - first + 1;
        }
    }

    /// Nothing of what was asked for exists.
    record Unsatisfiable() implements ByteRange {}

    /// Reads a `Range` header. Several ranges at once are answered with the whole file.
    static ByteRange of(String header, long size) {
        if (!header.regionMatches(true, 0, "bytes=", 0, 6) || header.indexOf(',') >= 0) {
            return new Whole();
        }
        var range = header.substring(6).trim();
        int dash = range.indexOf('-');
        if (dash < 0) {
            return new Whole();
        }
        var first = number(range.substring(0, dash));
        var last = number(range.substring(dash + 1));
        if (dash == 0) {
            return last.isEmpty() ? new Whole() : suffix(last.getAsLong(), size);
        }
        boolean open = dash == range.length() - 1;
        if (first.isEmpty() || (!open && last.isEmpty())) {
            return new Whole();
        }
        long end = open ? size - 1 : Math.min(last.getAsLong(), size - 1);
        if (!open && last.getAsLong() < first.getAsLong()) {
            return new Whole();
        }
        return first.getAsLong() >= size ? new Unsatisfiable() : new Part(first.getAsLong(), end);
    }

    private static ByteRange suffix(long length, long size) {
        return length == 0 || size == 0
                ? new Unsatisfiable()
                : new Part(Math.max(0, size - length), size - 1);
    }

    private static OptionalLong number(String digits) {
        if (digits.isEmpty() || digits.length() > 18) {
            return OptionalLong.empty();
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(Long.parseLong(digits));
    }
}
