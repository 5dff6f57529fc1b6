package io.mediagate.provider;

/// What an operator can do about a failure that only an operator can mend. For the log, the metrics and
/// `./mediagate explain`; callers never read it.
public enum Remedy {
    CHECK_KEY("check the key: it is wrong, expired, revoked or of another region"),
    CHECK_CLOCK("check this machine's clock: the key is not valid yet"),
    TOP_UP("top up the account, or raise its spending limit"),
    GRANT_PERMISSION("give the account the permission, plan, verification or address it lacks"),
    RAISE_LIMIT("raise the account's limit: its state keeps it low"),
    UPDATE_CATALOGUE("correct or remove the route in the catalogue: the vendor has no such model"),
    CORRECT_CONFIGURATION(
            "correct the configuration or the adapter: the vendor offers no such way"),
    LOOK_AT_FILES("look at the disk and the file store: an input's file could not be kept or read"),
    LOOK_AT_ACCOUNT("look at the account: its key, funds and permissions");

    private final String sentence;

    Remedy(String sentence) {
        this.sentence = sentence;
    }

    /// In the imperative, without a full stop.
    public String sentence() {
        return sentence;
    }
}
