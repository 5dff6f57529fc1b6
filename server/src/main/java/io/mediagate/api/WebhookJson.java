package io.mediagate.api;

import io.mediagate.error.Secret;
import io.mediagate.webhook.Delivery;
import io.mediagate.webhook.Endpoint;
import io.mediagate.webhook.EventName;
import io.mediagate.webhook.Webhooks;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// Endpoints and deliveries as callers read them.
final class WebhookJson {
    private WebhookJson() {}

    static CharSequence endpoint(Endpoint endpoint) {
        return write(new StringBuilder(512), endpoint).append('}');
    }

    /// The one answer that shows the secret.
    static CharSequence issued(Webhooks.Issued issued) {
        var out = write(new StringBuilder(512), issued.endpoint()).append(",\"secret\":");
        Secret secret = issued.secret();
        return Json.string(out, secret.value()).append('}');
    }

    static CharSequence endpoints(List<Endpoint> endpoints) {
        var out = new StringBuilder(1024).append("{\"data\":");
        list(out, endpoints, (to, endpoint) -> write(to, endpoint).append('}'));
        return out.append(",\"has_more\":false,\"next_cursor\":null}");
    }

    private static StringBuilder write(StringBuilder out, Endpoint endpoint) {
        Json.string(out.append("{\"id\":"), endpoint.id());
        Json.string(out.append(",\"url\":"), endpoint.url());
        Json.string(out.append(",\"description\":"), endpoint.description());
        var events = endpoint.events().stream().sorted().map(EventName::publicName).toList();
        list(out.append(",\"events\":"), events, Json::string);
        out.append(",\"enabled\":").append(endpoint.enabled());
        var reason = endpoint.disabledReason().map(Endpoint.DisabledReason::column);
        Json.string(out.append(",\"disabled_reason\":"), reason.orElse(null));
        Json.time(out.append(",\"failing_since\":"), endpoint.failingSince().orElse(null));
        Json.time(
                out.append(",\"old_secret_expires_at\":"), endpoint.oldSecretUntil().orElse(null));
        out.append(",\"livemode\":").append(endpoint.scope().livemode());
        return Json.time(out.append(",\"created_at\":"), endpoint.createdAt());
    }

    static CharSequence page(Webhooks.Page page) {
        var out = new StringBuilder(4096).append("{\"data\":");
        list(out, page.deliveries(), WebhookJson::write);
        out.append(",\"has_more\":").append(page.next().isPresent());
        return Json.string(out.append(",\"next_cursor\":"), page.next().orElse(null)).append('}');
    }

    static CharSequence delivery(Delivery delivery) {
        var out = new StringBuilder(1024);
        write(out, delivery);
        return out;
    }

    private static void write(StringBuilder out, Delivery delivery) {
        Json.string(out.append("{\"id\":"), delivery.id());
        Json.string(out.append(",\"endpoint_id\":"), delivery.endpointId());
        Json.string(out.append(",\"event_id\":"), delivery.eventId());
        Json.string(out.append(",\"type\":"), delivery.event().publicName());
        Json.string(out.append(",\"generation_id\":"), delivery.generationId().orElse(null));
        out.append(",\"sequence\":");
        delivery.sequence().ifPresentOrElse(out::append, () -> out.append("null"));
        Json.string(out.append(",\"state\":"), delivery.state().column());
        out.append(",\"attempt_count\":").append(delivery.attemptCount());
        Json.time(out.append(",\"created_at\":"), delivery.createdAt());
        Json.time(out.append(",\"next_attempt_at\":"), delivery.nextAttemptAt().orElse(null));
        Json.time(out.append(",\"ended_at\":"), delivery.endedAt().orElse(null));
        list(out.append(",\"attempts\":"), delivery.attempts(), WebhookJson::write);
        out.append('}');
    }

    private static void write(StringBuilder out, Delivery.Attempt attempt) {
        out.append("{\"number\":").append(attempt.number());
        Json.time(out.append(",\"at\":"), attempt.at());
        out.append(",\"duration_millis\":").append(attempt.durationMillis());
        Json.number(out.append(",\"status\":"), attempt.status());
        Json.string(out.append(",\"error\":"), attempt.fault().orElse(null));
        write(out.append(",\"request\":"), attempt.request());
        out.append(",\"response\":");
        attempt.response()
                .ifPresentOrElse(response -> write(out, response), () -> out.append("null"));
        out.append('}');
    }

    private static void write(StringBuilder out, Delivery.Message message) {
        out.append("{\"headers\":{");
        var separator = "";
        for (Map.Entry<String, String> header : new TreeMap<>(message.headers()).entrySet()) {
            Json.string(out.append(separator), header.getKey());
            Json.string(out.append(':'), header.getValue());
            separator = ",";
        }
        Json.string(out.append("},\"body\":"), message.body()).append('}');
    }

    static CharSequence replayed(Webhooks.Replayed replayed) {
        var out = new StringBuilder(96).append("{\"queued\":").append(replayed.queued());
        out.append(",\"has_more\":").append(replayed.continueFrom().isPresent());
        return Json.time(out.append(",\"continue_from\":"), replayed.continueFrom().orElse(null))
                .append('}');
    }

    private static <T> void list(
            StringBuilder out, List<T> all, BiConsumer<StringBuilder, T> write) {
        out.append('[');
        var separator = "";
        for (var one : all) {
            write.accept(out.append(separator), one);
            separator = ",";
        }
        out.append(']');
    }
}
