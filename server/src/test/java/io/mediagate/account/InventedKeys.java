package io.mediagate.account;

import io.mediagate.account.ApiKeys.Mode;
import java.security.SecureRandom;

/// Keys that look right down to their checksum, and that nobody was ever given.
public final class InventedKeys {

    private InventedKeys() {}

    public static String one() {
        return KeyText.make(Mode.TEST, new SecureRandom()).value();
    }
}
