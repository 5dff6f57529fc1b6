package io.mediagate.api;

import com.github.f4b6a3.ulid.Ulid;

/// Ids as they appear in paths and headers.
final class Ids {
    private static final int LONGEST = 64;

    private Ids() {}

    /// A new id of a request.
    static String request() {
        return "req_" + Ulid.fast();
    }

    /// Whether it has the form of a generation's id, and so is safe to repeat in a header.
    static boolean isGeneration(String id) {
        return id.startsWith("gen_") && isWord(id);
    }

    /// Whether it is one short word of letters, digits and underscores.
    static boolean isWord(String id) {
        if (id.isEmpty() || id.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c != '_' && (c > 'z' || !Character.isLetterOrDigit(c))) {
                return false;
            }
        }
        return true;
    }
}
