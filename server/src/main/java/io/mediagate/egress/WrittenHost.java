package io.mediagate.egress;

import java.util.regex.Pattern;

/// How a host may be written. A number has one spelling here, four plain decimals; the others (one
/// number, octal, hexadecimal, fewer parts) are read differently by different libraries, so what was
/// checked could be something else than what is connected to.
final class WrittenHost {
    private static final String PART = "(0|[1-9][0-9]{0,2})";
    private static final Pattern DECIMALS =
            Pattern.compile("%1$s\\.%1$s\\.%1$s\\.%1$s".formatted(PART));
    private static final Pattern NAME =
            Pattern.compile("([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)*[A-Za-z0-9-]+\\.?");
    private static final Pattern ENDS_IN_A_NUMBER =
            Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9A-Fa-f]*)\\.?");
    private static final Pattern IN_BRACKETS = Pattern.compile("\\[[0-9A-Fa-f:.]+]");

    private WrittenHost() {}

    /// Whether it is a name, four plain decimals or an IPv6 address without a zone.
    static boolean isPlain(String host) {
        if (host.startsWith("[")) {
            return IN_BRACKETS.matcher(host).matches();
        }
        return ENDS_IN_A_NUMBER.matcher(host).matches()
                ? DECIMALS.matcher(host).matches()
                : NAME.matcher(host).matches();
    }
}
