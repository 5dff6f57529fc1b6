package io.mediagate.command;

/// A command cannot do what it was asked, for a reason that its user can act on: one line, no stack
/// trace.
final class CommandFailure extends RuntimeException {
    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
