package io.mediagate.account;

/// Fills the balance of a workspace's test mode. A test key is of no use without credits, but accounts
/// know nothing of the books: whoever wires them together says what filling means.
@FunctionalInterface
public interface TestCredits {
    void fill(Scope scope);
}
