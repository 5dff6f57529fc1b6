package io.mediagate.provider.http;

/// Thrown while a request is being made: a file that the caller named cannot be had or used.
final class UnusableFile extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String link;
    private final String why;

    /// @param why the end of a sentence that begins with the place of the link
    UnusableFile(String link, String why) {
        super(why);
        this.link = link;
        this.why = why;
    }

    String link() {
        return link;
    }

    String why() {
        return why;
    }
}
