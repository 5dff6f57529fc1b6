package io.mediagate.catalog;

import java.util.List;

/// The catalogue is wrong and the program must not start. Names every mistake at once, each with its
/// file and model.
public final class CatalogFault extends RuntimeException {
    private final transient List<String> faults;

    /// One that shows before anything is read.
    CatalogFault(String fault) {
        this(List.of(fault));
    }

    CatalogFault(String fault, Throwable cause) {
        this(fault);
        initCause(cause);
    }

    CatalogFault(List<String> faults) {
        super("The catalogue is wrong:\n  " + String.join("\n  ", faults));
        this.faults = List.copyOf(faults);
    }

    /// One line for each mistake: `file: model: reason`.
    public List<String> faults() {
        return faults;
    }
}
