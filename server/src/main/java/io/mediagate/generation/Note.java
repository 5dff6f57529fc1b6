package io.mediagate.generation;

import io.mediagate.generation.Timeline.Considered;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// A line of a generation's timeline that its attempts do not tell.
///
/// @param number counts the notes of a lease, from 1
/// @param attempt which one it is about; empty: none
/// @param considered the candidates, in the order in which they were looked at
/// @param until when what it tells ends, where it does
/// @param remark for the operator; empty where the rest says all
record Note(
        Lease lease,
        int number,
        Instant at,
        OptionalInt attempt,
        Step step,
        List<Considered> considered,
        Optional<Instant> until,
        String remark) {

    /// What was done.
    enum Step {
        /// One of several routes was chosen.
        CHOSE,
        /// No route could be used yet.
        WAITED,
        /// No route was left.
        GAVE_UP,
        /// A submission whose fate was unknown was looked for.
        LOOKED_UP;

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
