package io.mediagate.api.reference;

import io.mediagate.catalog.Catalog;
import io.mediagate.catalog.Model;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.ErrorCode.Scope;
import io.mediagate.error.Family;
import io.mediagate.resource.ProgramFiles;
import java.util.stream.Stream;

/// The guide for language models at `/llms.txt`: short enough to be read whole.
final class LlmsText {
    private static final String INTRODUCTION = "/reference/llms.txt";

    private final StringBuilder out = new StringBuilder(1 << 14);

    private LlmsText() {}

    static String write(Catalog catalog, String server) {
        var text = new LlmsText();
        text.out.append(
                ProgramFiles.text(INTRODUCTION)
                        .replace("{server}", server)
                        .replace("{sample}", sample(catalog)));
        text.writeErrors();
        for (var family : Family.values()) {
            text.writeModels(catalog, family);
        }
        return text.out.toString();
    }

    private static String sample(Catalog catalog) {
        return offered(catalog, Family.IMAGE)
                .filter(model -> model.status() == Model.Status.AVAILABLE)
                .map(Model::path)
                .findFirst()
                .orElse("<path>");
    }

    private static Stream<Model> offered(Catalog catalog, Family family) {
        return catalog.models().stream()
                .filter(model -> model.family() == family)
                .filter(model -> model.status() != Model.Status.RETIRED);
    }

    private void writeErrors() {
        out.append("| code | HTTP | retry | then |\n|---|---|---|---|\n");
        for (var code : ErrorCode.values()) {
            var family = code.scope() == Scope.GENERAL ? "" : "…_GENERATION_";
            out.append("| ").append(family).append(code.name());
            out.append(" | ").append(code.status());
            out.append(" | ").append(code.retryable() ? "yes" : "no");
            out.append(" | ").append(code.nextAction().publicName()).append(" |\n");
        }
    }

    private void writeModels(Catalog catalog, Family family) {
        var title =
                switch (family) {
                    case IMAGE -> "Image models (IMAGE)";
                    case VIDEO -> "Video models (VIDEO)";
                    case TTS -> "Speech models (TTS)";
                };
        out.append("\n## ")
                .append(title)
                .append("\n\nPrices are credits, as expressions over the input.\n\n");
        offered(catalog, family).forEach(this::writeModel);
    }

    private void writeModel(Model model) {
        out.append("- `").append(model.path()).append("`: ").append(model.summary());
        if (model.status() == Model.Status.PREVIEW) {
            out.append(" Preview.");
        }
        var price = model.priceExpression().strip().replaceAll("\\s+", " ");
        out.append(" Price: `").append(price).append('`');
        model.startingPrice().ifPresent(least -> out.append(", from ").append(least.amount()));
        out.append(".\n");
    }
}
