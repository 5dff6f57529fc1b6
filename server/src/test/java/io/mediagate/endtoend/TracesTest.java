package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Until;
import io.mediagate.contract.LoopbackVendor;
import io.mediagate.contract.Reply;
import io.mediagate.endtoend.OtlpCollector.Collected;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A trace goes from a request on one node over the queue to a vendor that another node calls.
final class TracesTest {
    private static final String PROMPT = "a lighthouse that no collector may see";
    private static final String VENDOR_KEY = "sk-our-own-account-at-the-vendor";
    private static final String VENDOR_SAYS = "these are the words of a vendor";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLERS_SPAN = "00f067aa0ba902b7";

    private final OtlpCollector collector = new OtlpCollector();
    private final LoopbackVendor vendor = new LoopbackVendor();
    private final RunningGateway front =
            RunningGateway.with(
                    Map.of(
                            "server.role",
                            "api",
                            "telemetry.otlp_endpoint",
                            collector.url(),
                            "telemetry.otlp_headers",
                            "x-api-key=a%20key",
                            "openai_compatible.base_url",
                            vendor.base() + "/v1",
                            "openai_compatible.key",
                            VENDOR_KEY,
                            "openai_compatible.models",
                            Sample.PICTURE.model() + "=sdxl"));
    private final RunningGateway worker = front.neighbourWith(Map.of("server.role", "worker"));

    TracesTest() {
        vendor.on(
                "POST /v1/images/generations",
                Reply.json(400, "{\"error\":{\"message\":\"" + VENDOR_SAYS + ": safety\"}}"));
    }

    @AfterEach
    void close() {
        worker.close();
        front.close();
        vendor.close();
        collector.close();
    }

    private Answer create(Client caller) {
        var answer =
                caller.post(
                        Sample.PICTURE.path(),
                        Sample.PICTURE.input(PROMPT),
                        "traceparent",
                        "00-%s-%s-01".formatted(TRACE, CALLERS_SPAN));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        return answer;
    }

    private List<Collected> named(String name) {
        return collector.spans().stream().filter(span -> span.name().equals(name)).toList();
    }

    /// The spans of this trace that such a span is the parent of.
    private List<Collected> below(Collected parent) {
        return collector.spans().stream()
                .filter(span -> span.parentId().equals(parent.id()))
                .filter(span -> span.traceId().equals(parent.traceId()))
                .toList();
    }

    @Test
    void goesFromTheRequestOverTheQueueToTheVendor() {
        var caller = front.liveTenantWith(1000);
        var made = create(caller);
        assertThat(caller.ended(made.id()).state()).isEqualTo("FAILED");
        Until.holds("the attempt's span came", () -> !named("attempt").isEmpty());
        Until.holds("the vendor's span came", () -> !below(named("attempt").getFirst()).isEmpty());

        var request = named("POST /generation/{model...}").getFirst();
        assertThat(request.traceId()).isEqualTo(TRACE);
        assertThat(request.parentId()).isEqualTo(CALLERS_SPAN);
        assertThat(request.kind()).isEqualTo(2);
        assertThat(request.attributes())
                .containsEntry("http.response.status_code", "202")
                .containsEntry("mediagate.request_id", made.header("x-request-id").orElseThrow());
        var attempt = below(request).getFirst();
        assertThat(attempt.name()).isEqualTo("attempt");
        assertThat(attempt.node()).isNotEqualTo(request.node());
        assertThat(attempt.failed()).isTrue();
        assertThat(attempt.attributes())
                .containsEntry("mediagate.generation_id", made.id())
                .containsEntry("mediagate.route", "compatible sdxl")
                .containsEntry("mediagate.outcome", "rejected")
                .containsEntry("error.type", "CONTENT_REJECTED");
        var call = below(attempt).getFirst();
        assertThat(call.name()).isEqualTo("POST");
        assertThat(call.kind()).isEqualTo(3);
        assertThat(call.attributes())
                .containsEntry("server.address", "127.0.0.1")
                .containsEntry("http.response.status_code", "400");
        assertThat(collector.asked())
                .allMatch(it -> it.equals("/v1/traces application/x-protobuf a key"));
    }

    @Test
    void goesOnWithWhoeverTakesOver() {
        var caller = front.tenant();
        var made = caller.create(Sample.FILM, "sandbox:stuck");
        Until.holds("it runs", () -> caller.read(made.id()).state().equals("IN_PROGRESS"));
        worker.stop();
        try (var next = front.neighbourWith(Map.of("server.role", "worker"))) {
            Until.holds(
                    "it was taken over",
                    () ->
                            next.stranger()
                                    .get("/metrics")
                                    .body()
                                    .contains("\nmediagate_generations_running 1.0"));
            caller.cancel(made.id());
            Until.holds("both nodes' spans came", () -> named("attempt").size() == 2);
        }

        var request = named("POST /generation/{model...}").getFirst();
        assertThat(below(request))
                .hasSize(2)
                .allMatch(span -> span.name().equals("attempt"))
                .extracting(Collected::node)
                .doesNotHaveDuplicates();
    }

    @Test
    void tellsNoPromptKeyOrVendorsAnswer() {
        var caller = front.liveTenantWith(1000);
        caller.ended(create(caller).id());
        Until.holds("the attempt's span came", () -> !named("attempt").isEmpty());

        Stream.of(PROMPT, VENDOR_KEY, VENDOR_SAYS, caller.key().orElseThrow(), "Bearer")
                .forEach(secret -> assertThat(collector.raw()).doesNotContain(secret));
    }

    @Test
    void keepsWatchersOutOfIt() {
        var caller = front.tenant();
        caller.get("/healthz");
        caller.get("/metrics");
        caller.get("/api/v1/credits");
        Until.holds("the caller's span came", () -> !named("GET /credits").isEmpty());

        assertThat(collector.spans()).extracting(Collected::name).containsOnly("GET /credits");
    }
}
