package io.mediagate.provider.http;

import io.mediagate.egress.Egress;
import java.nio.file.Path;
import java.time.InstantSource;

/// What every vendor is given.
///
/// @param scratchFolder for results on their way into our store; emptied at each start
public record VendorTools(Egress egress, Path scratchFolder, InstantSource clock) {}
