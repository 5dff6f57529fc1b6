package io.mediagate.webhook;

import io.mediagate.account.Scope;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// An address of a caller's that wants to be told of events. Its secrets are shown when they are made and
/// never again.
///
/// @param id `whe_…`
/// @param events what it wants to be told of; never empty
/// @param disabledReason why the gateway disabled it; empty when its owner did, or when it is enabled
/// @param failingSince since when nothing has got through; empty while all is well
/// @param oldSecretUntil how long the secret before the last rotation still signs
public record Endpoint(
        Scope scope,
        String id,
        String url,
        String description,
        Set<EventName> events,
        boolean enabled,
        Optional<DisabledReason> disabledReason,
        Optional<Instant> failingSince,
        Optional<Instant> oldSecretUntil,
        Instant createdAt) {

    /// Why the gateway disables an endpoint by itself.
    public enum DisabledReason {
        /// It answered 410.
        GONE,
        /// Nothing has got through for days.
        FAILING;

        /// The spelling of the database and of callers.
        public String column() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        static DisabledReason ofColumn(String column) {
            return valueOf(column.toUpperCase(java.util.Locale.ROOT));
        }
    }
}
