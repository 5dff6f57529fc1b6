package io.mediagate.config;

import java.util.List;

/// The configuration cannot be used as it is. The operator's to mend: shown without a stack trace.
public final class InvalidConfig extends RuntimeException {
    private final transient List<String> faults;

    InvalidConfig(List<String> faults) {
        super(String.join("\n", faults));
        this.faults = List.copyOf(faults);
    }

    /// One sentence for each thing that is wrong.
    public List<String> faults() {
        return faults;
    }
}
