package io.mediagate.artifact;

import io.mediagate.provider.Cancellation;
import io.mediagate.provider.InputSource;
import io.mediagate.provider.InputSource.NotHad;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Recovery;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A vendor that gets our own files with the request, as `data:` links, where it could not reach us: the
/// operator has not said under which public address. Only while the request is made, since a generation
/// that is followed for minutes must not hold its files in memory.
public final class OwnFiles implements Provider {
    private final Provider vendor;
    private final InputSource files;

    public OwnFiles(Provider vendor, InputSource files) {
        this.vendor = vendor;
        this.files = files;
    }

    @Override
    public String name() {
        return vendor.name();
    }

    @Override
    public SubmissionAnswer submit(Submission submission) throws InterruptedException {
        var input = submission.input();
        if (!input.toString().contains(Links.NOWHERE)) {
            return vendor.submit(submission);
        }
        try {
            return vendor.submit(submission.with((ObjectNode) inline(input)));
        } catch (NotHad file) {
            return new SubmissionAnswer.Rejected(file.failureOf(submission));
        }
    }

    private JsonNode inline(JsonNode node) throws InterruptedException {
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            for (var member : node.properties()) {
                copy.set(member.getKey(), inline(member.getValue()));
            }
            return copy;
        }
        if (node.isArray()) {
            var copy = JsonNodeFactory.instance.arrayNode();
            for (var item : node) {
                copy.add(inline(item));
            }
            return copy;
        }
        boolean own = node.isString() && node.stringValue().startsWith(Links.NOWHERE);
        return own ? JsonNodeFactory.instance.stringNode(data(node.stringValue())) : node;
    }

    private String data(String link) throws InterruptedException {
        var here = files.demand(link);
        return "data:%s;base64,%s"
                .formatted(here.contentType(), Base64.getEncoder().encodeToString(here.bytes()));
    }

    @Override
    public Progress poll(ProviderHandle handle) throws InterruptedException {
        return vendor.poll(handle);
    }

    @Override
    public Cancellation cancel(ProviderHandle handle) throws InterruptedException {
        return vendor.cancel(handle);
    }

    @Override
    public Recovery recover(Submission submission, Instant submittedAt)
            throws InterruptedException {
        return vendor.recover(submission, submittedAt);
    }

    @Override
    public Optional<Instant> restingUntil() {
        return vendor.restingUntil();
    }
}
