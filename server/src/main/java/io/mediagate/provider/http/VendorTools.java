package io.mediagate.provider.http;

import io.mediagate.egress.Egress;
import io.mediagate.provider.InputSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/// What every vendor is given.
///
/// @param scratchFolder for results on their way into our store
/// @param inputs the files that inputs name
public record VendorTools(
        Egress egress, Path scratchFolder, InputSource inputs, InstantSource clock) {

    /// For where no input names a file by a link.
    public VendorTools(Egress egress, Path scratchFolder, InstantSource clock) {
        this(
                egress,
                scratchFolder,
                _ -> new InputSource.Loaded.Unusable("could not be fetched"),
                clock);
    }

    /// With a scratch folder that nobody else uses, freed of what a former process left in it.
    public static VendorTools withFresh(
            Path scratchFolder, Egress egress, InputSource inputs, InstantSource clock) {
        try {
            Files.createDirectories(scratchFolder);
            try (var left = Files.list(scratchFolder)) {
                for (var file : left.toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new VendorTools(egress, scratchFolder, inputs, clock);
    }
}
