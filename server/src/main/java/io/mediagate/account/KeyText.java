package io.mediagate.account;

import io.mediagate.account.ApiKeys.Mode;
import io.mediagate.error.Secret;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/// How a key is spelled: `mg_live_` or `mg_test_`, 32 random base62 characters, and 6 that are computed
/// from the rest, so that a mistyped or invented key is refused without looking anything up.
final class KeyText {
    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String LIVE = "mg_live_";
    private static final String TEST = "mg_test_";
    private static final int RANDOM_LENGTH = 32;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int HINT_LENGTH = 4;

    /// The whole length of a key; both beginnings are as long as each other.
    static final int LENGTH = LIVE.length() + RANDOM_LENGTH + CHECKSUM_LENGTH;

    private KeyText() {}

    static Secret make(Mode mode, RandomGenerator random) {
        var text = new StringBuilder(LENGTH).append(prefix(mode));
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new Secret(text.append(checksum(text)).toString());
    }

    private static String prefix(Mode mode) {
        return switch (mode) {
            case LIVE -> LIVE;
            case TEST -> TEST;
        };
    }

    /// Whether the text could be a key of ours at all.
    static boolean isWellFormed(String text) {
        if (text.length() != LENGTH || !(text.startsWith(LIVE) || text.startsWith(TEST))) {
            return false;
        }
        for (int i = LIVE.length(); i < LENGTH; i++) {
            if (!isOfAlphabet(text.charAt(i))) {
                return false;
            }
        }
        int end = LENGTH - CHECKSUM_LENGTH;
        return text.startsWith(checksum(text.subSequence(0, end)), end);
    }

    private static boolean isOfAlphabet(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    /// What may be shown of a key: enough to recognise it by.
    static String hint(Secret key) {
        return key.value().substring(0, LIVE.length() + HINT_LENGTH);
    }

    private static String checksum(CharSequence text) {
        var crc = new CRC32();
        crc.update(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        var digits = new char[CHECKSUM_LENGTH];
        long rest = crc.getValue();
        for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
            digits[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return new String(digits);
    }
}
