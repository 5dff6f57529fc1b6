package io.mediagate.webhook;

import io.mediagate.egress.LineFault;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Which addresses an endpoint may have. What may be spoken to is the door's to say, here and again at
/// each attempt.
final class AddressRules {
    private static final int LONGEST = 2_048;
    private static final String POINTER = "/url";

    private final Function<URI, Optional<LineFault>> door;

    AddressRules(Function<URI, Optional<LineFault>> door) {
        this.door = door;
    }

    /// Throws an `INVALID_REQUEST` that says what is wrong with the address.
    void require(String url) {
        var uri = uri(url);
        door.apply(uri)
                .ifPresent(fault -> {
                    throw invalid(
                            fault == LineFault.DNS
                                    ? "has a name that leads to no address"
                                    : "must be https and lead to a public address, unless the"
                                            + " operator allows its network");
                });
    }

    private static URI uri(String url) {
        try {
            var uri = new URI(url);
            boolean fine =
                    url.length() <= LONGEST
                            && uri.getHost() != null
                            && uri.getRawUserInfo() == null
                            && uri.getRawFragment() == null
                            && String.valueOf(uri.getScheme()).matches("(?i)https?");
            if (fine) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // Answered below, like an address of another kind.
        }
        throw invalid(
                "must be an absolute https address of at most %d characters, without user, password and fragment"
                        .formatted(LONGEST));
    }

    private static Problem invalid(String what) {
        return Problem.of(ErrorCode.INVALID_REQUEST, "%s %s.".formatted(POINTER, what))
                .withDetails(List.of(new Problem.Detail(POINTER, "The address " + what + ".")));
    }
}
