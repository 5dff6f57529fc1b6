package io.mediagate.generation;

import java.util.List;
import java.util.Set;

/// Where this node has places for generations that are just being accepted and in front of which nobody
/// waits: these are started by the transaction that accepts them, and not queued and claimed.
interface Places {

    /// Keeps a place for as many of them as there are places for, the first ones first. Each is started or
    /// given back; until then it is known to be this node's.
    ///
    /// @return their ids
    Set<String> keep(List<Lease> accepted);

    /// The acceptance is durable: its work begins. Quick, and does not throw.
    void start(Lease lease);

    /// The transaction failed, or its answer was lost: those that it did accept are found like any that
    /// nobody works on.
    void giveBack(Set<String> kept);

    /// None, as on a node that only accepts.
    static Places none() {
        return new Places() {
            @Override
            public Set<String> keep(List<Lease> accepted) {
                return Set.of();
            }

            @Override
            public void start(Lease lease) {
                throw new IllegalStateException("no place was kept for " + lease.id());
            }

            @Override
            public void giveBack(Set<String> kept) {
                // Nothing was kept.
            }
        };
    }
}
