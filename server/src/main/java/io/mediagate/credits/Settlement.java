package io.mediagate.credits;

/// How a generation's hold ends.
public record Settlement(String workspaceId, String generationId, Kind kind) {
    public enum Kind {
        /// The generation succeeded: what was held is taken.
        CAPTURE,
        /// It failed or was canceled: what was held goes back to the grants it came from.
        RELEASE
    }
}
