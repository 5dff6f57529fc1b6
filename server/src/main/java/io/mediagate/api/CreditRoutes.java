package io.mediagate.api;

import io.mediagate.credits.Ledger;

/// What the key's workspace can spend.
final class CreditRoutes implements Routes {

    private final Ledger ledger;

    CreditRoutes(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void addTo(Router router) {
        router.on("GET", Router.VERSIONED, "/credits", this::read);
    }

    private void read(Exchange exchange) {
        var balance = ledger.balance(exchange.caller().scope());
        var out = new StringBuilder(96);
        GenerationJson.usage(out, balance.total(), balance.subscription(), balance.permanent());
        exchange.answerJson(
                200, out.append(",\"held\":").append(balance.held().amount()).append('}'));
    }
}
