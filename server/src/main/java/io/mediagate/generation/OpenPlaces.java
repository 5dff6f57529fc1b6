package io.mediagate.generation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The places of this node's crew, given to what is just being accepted for as long as nobody waits in the
/// queue, so that nobody is overtaken for longer than until the next look at it.
///
/// A batch at most may be started beyond the bounds, when the claimer fills the same places.
final class OpenPlaces implements Places {

    private final Supplier<Crew> crew;
    private final LifeSettings settings;
    private final Consumer<Lease> started;
    private volatile boolean nobodyWaits;

    /// @param started is told of each, once it is known to be this node's and before its work begins
    OpenPlaces(Supplier<Crew> crew, LifeSettings settings, Consumer<Lease> started) {
        this.crew = crew;
        this.settings = settings;
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

    @Override
    public Set<String> keep(List<Lease> accepted) {
        var kept = new HashSet<String>();
        for (var lease : accepted) {
            if (nobodyWaits && hasPlaceFor(lease.workspaceId()) && crew.get().expect(lease)) {
                kept.add(lease.id());
            }
        }
        return kept;
    }

    private boolean hasPlaceFor(String workspaceId) {
        return crew.get().size() < settings.mostRunning()
                && crew.get().sizeOf(workspaceId) < settings.bounds().runningOfOne();
    }

    @Override
    public void start(Lease lease) {
        started.accept(lease);
        crew.get().startExpected(lease);
    }

    @Override
    public void giveBack(Set<String> kept) {
        kept.forEach(crew.get()::giveUp);
    }
}
