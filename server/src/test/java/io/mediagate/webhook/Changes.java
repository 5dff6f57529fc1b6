package io.mediagate.webhook;

import java.util.Optional;

/// Changes of endpoints that tests make.
final class Changes {
    private Changes() {}

    static Webhooks.Change url(String url) {
        return new Webhooks.Change(
                Optional.of(url), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Webhooks.Change state(Webhooks.Switch state) {
        return new Webhooks.Change(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(state));
    }
}
