package io.mediagate.command;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a length of time as people give it: `30s`, `15m`, `24h`, `7d`.
final class LengthOfTime implements ITypeConverter<Duration> {
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,9})([smhd])");

    @Override
    public Duration convert(String text) {
        var length = LENGTH.matcher(text);
        if (!length.matches()) {
            throw new TypeConversionException("must be a time such as 24h, not " + text);
        }
        long number = Long.parseLong(length.group(1));
        return switch (length.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
