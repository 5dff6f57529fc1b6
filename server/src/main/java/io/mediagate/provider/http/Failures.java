package io.mediagate.provider.http;

import io.mediagate.provider.ProviderFailure;

/// Reads a vendor's failure: from theirs to ours. The same answer always reads the same; it never
/// throws, whatever came.
public interface Failures {
    /// What this answer means. Only to be asked of an answer that is a failure.
    ProviderFailure of(VendorAnswer answer);
}
