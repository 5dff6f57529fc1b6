package io.mediagate.generation;

import io.mediagate.generation.Timeline.Considered;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a runner has to note, kept until something is written anyway: the timeline costs no transaction.
/// What a crash takes along is told by the next owner's own notes.
final class Notes {

    private final Lease lease;
    private final InstantSource clock;
    private final List<Note> waiting = new ArrayList<>();
    private int number;

    Notes(Lease lease, InstantSource clock) {
        this.lease = lease;
        this.clock = clock;
    }

    /// Nothing is noted of a choice that was none.
    void choseIfThereWasAChoice(int attempt, List<Considered> considered, int candidates) {
        if (candidates > 1 || considered.size() > 1) {
            add(OptionalInt.of(attempt), Note.Step.CHOSE, considered, Optional.empty(), "");
        }
    }

    /// One wait after the other is one.
    void waited(Instant until, List<Considered> considered) {
        if (!waiting.isEmpty() && waiting.getLast().step() == Note.Step.WAITED) {
            waiting.removeLast();
            number--;
        }
        add(OptionalInt.empty(), Note.Step.WAITED, considered, Optional.of(until), "");
    }

    void gaveUp(String why, List<Considered> considered) {
        add(OptionalInt.empty(), Note.Step.GAVE_UP, considered, Optional.empty(), why);
    }

    void lookedUp(int attempt, String answer) {
        add(OptionalInt.of(attempt), Note.Step.LOOKED_UP, List.of(), Optional.empty(), answer);
    }

    private void add(
            OptionalInt attempt,
            Note.Step step,
            List<Considered> considered,
            Optional<Instant> until,
            String remark) {
        number++;
        waiting.add(
                new Note(
                        lease,
                        number,
                        clock.instant(),
                        attempt,
                        step,
                        List.copyOf(considered),
                        until,
                        remark));
    }

    /// Those that nobody has taken to be written yet.
    List<Note> take() {
        var taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }
}
