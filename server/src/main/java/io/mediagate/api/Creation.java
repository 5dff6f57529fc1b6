package io.mediagate.api;

import io.mediagate.account.Caller;
import io.mediagate.catalog.Model;
import io.mediagate.credits.Balance;
import io.mediagate.credits.Credits;
import io.mediagate.credits.Ledger;
import io.mediagate.error.Problem;
import io.mediagate.generation.Acceptance;
import io.mediagate.generation.Draft;
import io.mediagate.generation.Generation;
import io.mediagate.generation.Generations;
import io.mediagate.generation.Usage;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;
import java.util.function.Supplier;

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

    /// Accepts what the order says, and names the generation in the answer; a repetition gives the
    /// generation that was made the first time, as it was accepted then. Empty: the caller only wanted to
    /// know what it would be, and has been answered.
    Optional<Generation> accept(Exchange exchange, Supplier<Draft> order)
            throws InterruptedException {
        Acceptance acceptance;
        try {
            var draft = order.get();
            if (isDryRun(exchange)) {
                answerDryRun(exchange, draft);
                return Optional.empty();
            }
            acceptance = generations.accept(draft, exchange.repeatable());
        } catch (Problem refusal) {
            // What would be refused by now may have been accepted before.
            acceptance =
                    exchange.repeatable()
                            .flatMap(generations::made)
                            .map(made -> new Acceptance(made, true))
                            .orElseThrow(() -> refusal);
        }
        exchange.about(acceptance.generation().id());
        if (acceptance.repeated()) {
            exchange.set(Headers.REPLAYED, "true");
        }
        return Optional.of(acceptance.generation());
    }

    private static boolean isDryRun(Exchange exchange) {
        return exchange.query("dry_run").filter(value -> value.equals("true")).isPresent();
    }

    private void answerDryRun(Exchange exchange, Draft draft) {
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
