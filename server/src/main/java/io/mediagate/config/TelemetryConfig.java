package io.mediagate.config;

/// What a node tells of itself beside its metrics.
public record TelemetryConfig(Log log) {

    /// Its lines on standard error.
    ///
    /// @param level what is left out below it
    public record Log(Format format, Level level) {}

    /// How a line looks.
    public enum Format {
        /// For people.
        TEXT,
        /// An object a line, for programs.
        JSON
    }

    /// From the fewest lines to the most.
    public enum Level {
        ERROR,
        WARN,
        INFO,
        /// Also a line for each request.
        DEBUG
    }

    static TelemetryConfig read(Settings settings) {
        return new TelemetryConfig(
                new Log(
                        settings.choice("log.format", Format.TEXT),
                        settings.choice("log.level", Level.INFO)));
    }
}
