package io.mediagate.api;

import io.mediagate.account.Caller;
import io.mediagate.catalog.Model;
import io.mediagate.credits.Balance;
import io.mediagate.credits.Credits;
import io.mediagate.credits.Ledger;
import io.mediagate.generation.Draft;
import io.mediagate.generation.Generation;
import io.mediagate.generation.Generations;
import io.mediagate.generation.Usage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What every route that creates does alike.
final class Creation {

    private final Generations generations;
    private final Pricing pricing;
    private final Ledger ledger;

    Creation(Generations generations, Pricing pricing, Ledger ledger) {
        this.generations = generations;
        this.pricing = pricing;
        this.ledger = ledger;
    }

    /// The draft of a request whose body is the model's input.
    Draft draft(Exchange exchange, Model model) {
        var caller = exchange.caller();
        exchange.speaksFor(model.family());
        return draft(caller, model, JsonBodies.object(exchange));
    }

    /// Validates, normalises and prices.
    Draft draft(Caller caller, Model model, JsonNode input) {
        ObjectNode normal = model.normalise(input);
        return new Draft(caller, model, normal, pricing.price(caller, model, normal));
    }

    /// Accepts, and names the generation in the answer.
    Generation accept(Exchange exchange, Draft draft) throws InterruptedException {
        var generation = generations.accept(draft);
        exchange.about(generation.id());
        return generation;
    }

    /// Whether the caller only wants to know what it would be.
    static boolean isDryRun(Exchange exchange) {
        return exchange.query("dry_run").filter(value -> value.equals("true")).isPresent();
    }

    /// Answers what a draft would be, and accepts nothing.
    void answerDryRun(Exchange exchange, Draft draft) {
        var out = new StringBuilder(512).append("{\"model\":");
        Json.string(out, draft.model().path()).append(",\"input\":");
        out.append(JsonBodies.MAPPER.writeValueAsString(draft.input())).append(",\"usage\":");
        var usage = split(draft.price(), ledger.balance(draft.caller().scope()));
        exchange.answerJson(200, GenerationJson.usage(out, usage).append('}'));
    }

    // As the buckets would be spent now; what is not covered at all would have to be bought.
    private static Usage split(Credits price, Balance balance) {
        var subscription =
                price.compareTo(balance.subscription()) < 0 ? price : balance.subscription();
        return new Usage(subscription, price.minus(subscription));
    }
}
