package io.mediagate.credits;

import java.util.Locale;

/// The two kinds of credits, in the order in which they are spent.
public enum Bucket {
    /// Comes with a plan and ends with its cycle.
    SUBSCRIPTION,
    /// Bought; ends twelve months later.
    PERMANENT;

    /// The spelling in the database and in JSON.
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
