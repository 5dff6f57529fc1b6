package io.mediagate.catalog;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// How long a model is on offer, and how long one of its generations may take.
///
/// @param written the status as the catalogue has it
/// @param retiresAt the first day on which it is no longer on offer
record Term(
        Model.Status written,
        Optional<LocalDate> retiresAt,
        Duration deadline,
        InstantSource clock) {

    /// The date wins over what is written: a model that ends today ends without a new release.
    Model.Status status() {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return retiresAt.filter(day -> !today.isBefore(day)).isPresent()
                ? Model.Status.RETIRED
                : written;
    }
}
