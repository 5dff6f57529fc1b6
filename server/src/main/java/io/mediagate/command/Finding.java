package io.mediagate.command;

import java.util.Locale;

/// What the doctor found of one thing.
///
/// @param check what was looked at
/// @param grade how it is
/// @param says what was found, and what to do about it if anything
record Finding(String check, Grade grade, String says) {

    /// How something is.
    enum Grade {
        /// As it should be.
        OK,
        /// It works; somebody should look at it.
        WARNING,
        /// It does not work, or something may be lost.
        FAULT
    }

    static Finding ok(String check, String says) {
        return new Finding(check, Grade.OK, says);
    }

    static Finding warning(String check, String says) {
        return new Finding(check, Grade.WARNING, says);
    }

    static Finding fault(String check, String says) {
        return new Finding(check, Grade.FAULT, says);
    }

    /// A line for a terminal.
    String line() {
        return "%-8s %-12s %s".formatted(grade.name().toLowerCase(Locale.ROOT), check, says);
    }
}
