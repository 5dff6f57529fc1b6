package io.mediagate.generation;

import java.util.function.Consumer;
import java.util.function.Supplier;

/// The places of this node, given to what is just being accepted for as long as nobody waits in the queue,
/// so that nobody is overtaken for longer than until the next look at it. What gets one is started by the
/// transaction that accepts it, and not queued and claimed.
final class OpenPlaces {

    private final Supplier<Crew> crew;
    private final Places places;
    private final Consumer<Lease> started;
    private volatile boolean nobodyWaits;

    /// @param started is told of each, once it is known to be this node's and before its work begins
    OpenPlaces(Supplier<Crew> crew, Places places, Consumer<Lease> started) {
        this.crew = crew;
        this.places = places;
        this.started = started;
    }

    /// What the last look at the queue has shown. Before the first one, somebody may wait.
    void nobodyWaits(boolean so) {
        nobodyWaits = so;
    }

    /// Whether whatever there are places for starts at once.
    boolean areOpen() {
        return nobodyWaits;
    }

    /// Keeps a place for one that is just being accepted, if there is one. It is then started or given
    /// back; until then it is known to be this node's.
    boolean keep(Lease accepted) {
        return nobodyWaits
                && places.take(accepted.workspaceId(), 1) == 1
                && crew.get().expect(accepted);
    }

    /// The acceptance is durable: its work begins. Quick, and does not throw.
    void start(Lease lease) {
        started.accept(lease);
        crew.get().startExpected(lease);
    }

    /// The transaction failed, or its answer was lost: what it did accept is found like any that nobody
    /// works on.
    void giveBack(String id) {
        crew.get().giveUp(id);
    }
}
