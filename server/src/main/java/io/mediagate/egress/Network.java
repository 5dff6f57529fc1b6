package io.mediagate.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// A range of addresses, such as `127.0.0.0/8` or `fd00::/8`.
public final class Network {
    private final byte[] address;
    private final int prefix;
    private final String text;

    private Network(byte[] address, int prefix, String text) {
        this.address = address;
        this.prefix = prefix;
        this.text = text;
    }

    /// Reads `address/prefix`, or one address alone. Throws `IllegalArgumentException` for anything else;
    /// names are not looked up.
    public static Network of(String text) {
        int slash = text.indexOf('/');
        var written = slash < 0 ? text : text.substring(0, slash);
        if (!written.matches("[0-9a-fA-F:.]+")
                || !(written.contains(".") || written.contains(":"))) {
            throw new IllegalArgumentException("not a network: " + text);
        }
        try {
            var address = InetAddress.getByName(written).getAddress();
            int longest = address.length * 8;
            int prefix = slash < 0 ? longest : Integer.parseInt(text.substring(slash + 1));
            if (prefix < 0 || prefix > longest) {
                throw new IllegalArgumentException("not a network: " + text);
            }
            return new Network(address, prefix, text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not a network: " + text, e);
        }
    }

    /// Whether the address is in this range.
    public boolean contains(InetAddress candidate) {
        var bytes = candidate.getAddress();
        if (bytes.length != address.length) {
            return false;
        }
        int whole = prefix / 8;
        if (!Arrays.equals(bytes, 0, whole, address, 0, whole)) {
            return false;
        }
        int rest = prefix % 8;
        int mask = rest == 0 ? 0 : 0xFF << (8 - rest) & 0xFF;
        return rest == 0 || (bytes[whole] & mask) == (address[whole] & mask);
    }

    @Override
    public String toString() {
        return text;
    }
}
