package io.mediagate.command;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads an instant as people give it: `2027-01-31`, `2027-01-31T12:00:00Z`, `90d`.
record When(InstantSource clock) implements ITypeConverter<Instant> {
    private static final Pattern FROM_NOW = Pattern.compile("(\\d{1,6})([mhd])");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

    @Override
    public Instant convert(String text) {
        var fromNow = FROM_NOW.matcher(text);
        if (fromNow.matches()) {
            long number = Long.parseLong(fromNow.group(1));
            return clock.instant()
                    .truncatedTo(ChronoUnit.SECONDS)
                    .plus(
                            switch (fromNow.group(2)) {
                                case "m" -> Duration.ofMinutes(number);
                                case "h" -> Duration.ofHours(number);
                                default -> Duration.ofDays(number);
                            });
        }
        try {
            return DATE.matcher(text).matches()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "must be a date (2027-01-31), an instant (2027-01-31T12:00:00Z) or a time from"
                            + " now (90d), not "
                            + text);
        }
    }
}
