package io.mediagate.api;

import io.mediagate.account.Caller;
import io.mediagate.artifact.FileReference;
import io.mediagate.artifact.Links;
import io.mediagate.catalog.Model;
import io.mediagate.credits.Balance;
import io.mediagate.credits.Credits;
import io.mediagate.credits.Ledger;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Family;
import io.mediagate.error.Problem;
import io.mediagate.generation.Acceptance;
import io.mediagate.generation.Draft;
import io.mediagate.generation.Generation;
import io.mediagate.generation.Generations;
import io.mediagate.generation.Usage;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// What every route that creates does alike.
final class Creation {

    private static final int FIRST_OF_OURS = 500;

    private final Generations generations;
    private final Pricing pricing;
    private final Ledger ledger;
    private final Files files;

    /// What is needed for files among the inputs.
    record Files(Intake intake, Links links, GenerationAnswers answers) {}

    Creation(Generations generations, Pricing pricing, Ledger ledger, Files files) {
        this.generations = generations;
        this.pricing = pricing;
        this.ledger = ledger;
        this.files = files;
    }

    /// Who is asking. One who asks too often is told so in the vocabulary of what is asked for.
    static Caller caller(Exchange exchange, Supplier<Family> family) {
        try {
            return exchange.caller();
        } catch (Problem refusal) {
            throw refusal.code() == ErrorCode.RATE_LIMITED ? refusal.in(family.get()) : refusal;
        }
    }

    /// The draft of a request whose body is the model's input, as JSON or as a form.
    Draft draft(Exchange exchange, Model model) {
        requireAllowed(exchange.caller(), model);
        exchange.speaksFor(model.family());
        var input =
                FormReader.isForm(exchange)
                        ? new FormInput(model).of(form(exchange).parts())
                        : JsonBodies.object(exchange);
        return draft(exchange, model, input);
    }

    /// The request's form.
    Form form(Exchange exchange) {
        return exchange.body().form(exchange);
    }

    /// Looks at the files, validates, normalises and prices.
    Draft draft(Exchange exchange, Model model, ObjectNode input) {
        var caller = exchange.caller();
        requireAllowed(caller, model);
        var inputFiles = new InputFiles(files.intake(), files.links(), exchange);
        var settled = inputFiles.settle(input, model);
        var normal = normal(model, settled, inputFiles.faults());
        return new Draft(caller, model, normal, pricing.price(caller, model, normal));
    }

    private static ObjectNode normal(Model model, ObjectNode input, FileFaults faults) {
        try {
            var normal = model.normalise(input);
            faults.settle(model.family());
            return normal;
        } catch (Problem e) {
            throw faults.and(e);
        }
    }

    private static void requireAllowed(Caller caller, Model model) {
        if (!caller.limits().allows(model.path())) {
            throw Problem.of(
                    ErrorCode.FORBIDDEN,
                    "This API key may not use %s. It may use %s."
                            .formatted(model.path(), String.join(", ", caller.limits().models())));
        }
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
            acceptance = accept(exchange, draft);
        } catch (Problem refusal) {
            // What would be refused by now may have been accepted before.
            acceptance =
                    exchange.repeatable()
                            .flatMap(generations::made)
                            .map(made -> new Acceptance(made, true))
                            .orElseThrow(() -> refusal);
        }
        // Whoever waits for the end, or follows it, needs the body no more.
        exchange.body().giveBack();
        exchange.about(acceptance.generation().id());
        if (acceptance.repeated()) {
            exchange.set(Headers.REPLAYED, "true");
            exchange.attachments().unused();
        }
        return Optional.of(acceptance.generation());
    }

    /// Its files are in the store before anybody can ask for them. They are thrown away only when it is
    /// certain that nothing was accepted: after an outage in between it may have been.
    private Acceptance accept(Exchange exchange, Draft draft) throws InterruptedException {
        exchange.attachments().store(files.intake().uploads(), draft.caller().scope());
        try {
            return generations.accept(draft, exchange.repeatable());
        } catch (Problem e) {
            if (e.status() < FIRST_OF_OURS) {
                exchange.attachments().unused();
            }
            throw e;
        }
    }

    private static boolean isDryRun(Exchange exchange) {
        return exchange.query("dry_run").filter(value -> value.equals("true")).isPresent();
    }

    private void answerDryRun(Exchange exchange, Draft draft) {
        var out = new StringBuilder(512).append("{\"model\":");
        Json.string(out, draft.model().path()).append(",\"input\":");
        out.append(
                        FileReference.shown(
                                JsonBodies.MAPPER.writeValueAsString(draft.input()),
                                files.links(),
                                draft.caller().scope().workspaceId(),
                                files.answers().base(exchange)))
                .append(",\"usage\":");
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
