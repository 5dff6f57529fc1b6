package io.mediagate.storage;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/// Tells a database that is out of reach from a statement that is wrong.
final class Outage {
    private Outage() {}

    /// Whether the failure goes back to a lost or refused connection, or a server that is shutting down.
    static boolean caused(Throwable failure) {
        for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLTransientConnectionException) {
                return true;
            }
            if (at instanceof SQLException e && e.getSQLState() != null) {
                // Classes 08 (connection), 53 (resources) and 57P (shutdown): postgresql.org,
                // appendix A.
                var state = e.getSQLState();
                return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
            }
        }
        return false;
    }
}
