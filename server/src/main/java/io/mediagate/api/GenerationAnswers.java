package io.mediagate.api;

import io.mediagate.error.Family;
import io.mediagate.generation.Generation;
import io.mediagate.generation.Generations.Page;
import java.util.List;
import java.util.Optional;

/// Answers with generation objects, whose links lead to where the caller reached us.
final class GenerationAnswers {

    private final GenerationJson json;
    private final Optional<String> publicUrl;

    GenerationAnswers(GenerationJson json, Optional<String> publicUrl) {
        this.json = json;
        this.publicUrl = publicUrl;
    }

    StringBuilder json(Exchange exchange, Generation generation) {
        return json.write(new StringBuilder(1024), generation, base(exchange));
    }

    /// Where this caller finds our files.
    String base(Exchange exchange) {
        return GenerationJson.filesAt(publicUrl.orElseGet(exchange::origin));
    }

    GenerationJson writer() {
        return json;
    }

    void answer(Exchange exchange, int status, Generation generation) {
        exchange.about(generation.id());
        exchange.answerJson(status, json(exchange, generation));
    }

    void answerAll(Exchange exchange, List<Generation> generations) {
        exchange.answerJson(
                200, json.writeAll(new StringBuilder(4096), generations, base(exchange)));
    }

    void answerPage(Exchange exchange, Page page) {
        var out = new StringBuilder(4096).append("{\"data\":");
        json.writeAll(out, page.generations(), base(exchange)).append(",\"has_more\":");
        out.append(page.next().isPresent()).append(",\"next_cursor\":");
        exchange.answerJson(200, Json.string(out, page.next().orElse(null)).append('}'));
    }

    /// After how many seconds it makes sense to read it again.
    static String pollAfter(Generation generation) {
        return generation.family() == Family.VIDEO ? "2" : "1";
    }
}
