package io.mediagate.trace;

import io.mediagate.config.TelemetryConfig;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Traces that are sent to a collector over OTLP/HTTP, in batches, by OpenTelemetry's SDK. The collector's
/// address is the operator's own, so it does not go through the door for callers' and vendors' addresses.
public final class OtlpTraces implements Traces {

    private static final Logger LOG = LoggerFactory.getLogger(OtlpTraces.class);
    private static final String PATH = "/v1/traces";
    private static final String PARENT = "traceparent";
    private static final Duration BETWEEN_BATCHES = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final double PERCENT = 100;

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    public OtlpTraces(TelemetryConfig.Traces config) {
        tellOurLog();
        var exporter =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(config.endpoint() + PATH)
                        .setTimeout(PATIENCE);
        config.headers().forEach((name, value) -> exporter.addHeader(name, value.value()));
        provider =
                SdkTracerProvider.builder()
                        .setResource(
                                Resource.create(
                                        Attributes.of(
                                                AttributeKey.stringKey("service.name"),
                                                "mediagate",
                                                AttributeKey.stringKey("service.instance.id"),
                                                UUID.randomUUID().toString())))
                        .setSampler(
                                Sampler.parentBased(
                                        Sampler.traceIdRatioBased(
                                                config.samplePercent() / PERCENT)))
                        .addSpanProcessor(
                                BatchSpanProcessor.builder(exporter.build())
                                        .setScheduleDelay(BETWEEN_BATCHES)
                                        .build())
                        .build();
        tracer = provider.get("io.mediagate");
    }

    @Override
    public Span begin(Kind kind, String name, String parent) {
        var builder =
                tracer.spanBuilder(name)
                        .setSpanKind(
                                switch (kind) {
                                    case SERVER -> SpanKind.SERVER;
                                    case INTERNAL -> SpanKind.INTERNAL;
                                    case CLIENT -> SpanKind.CLIENT;
                                });
        if (parent.isBlank()) {
            builder.setNoParent();
        } else {
            builder.setParent(
                    W3CTraceContextPropagator.getInstance()
                            .extract(Context.root(), parent, TheOneHeader.ALONE));
        }
        return new Recorded(builder.startSpan());
    }

    @Override
    public void close() {
        provider.shutdown().join(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /// The SDK's complaints, such as of a collector that is away, are lines of our log like all others.
    private static void tellOurLog() {
        var theirs = java.util.logging.Logger.getLogger("io.opentelemetry");
        theirs.setUseParentHandlers(false);
        if (theirs.getHandlers().length == 0) {
            theirs.addHandler(new ToOurLog());
        }
    }

    private static final class ToOurLog extends Handler {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue()) {
                LOG.warn("traces: {}", line.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /// A `traceparent` as if it were all headers of a request.
    private enum TheOneHeader implements TextMapGetter<String> {
        ALONE;

        @Override
        public @Nullable String get(@Nullable String parent, String key) {
            return key.equals(PARENT) ? parent : null;
        }
    }

    private record Recorded(io.opentelemetry.api.trace.Span span) implements Span {
        @Override
        public String context() {
            var at = span.getSpanContext();
            return "00-%s-%s-%s"
                    .formatted(at.getTraceId(), at.getSpanId(), at.getTraceFlags().asHex());
        }

        @Override
        public String traceId() {
            return span.getSpanContext().getTraceId();
        }

        @Override
        public Span with(String key, String value) {
            span.setAttribute(key, value);
            return this;
        }

        @Override
        public Span with(String key, long value) {
            span.setAttribute(key, value);
            return this;
        }

        @Override
        public Span failed(String code) {
            span.setStatus(StatusCode.ERROR);
            span.setAttribute("error.type", code);
            return this;
        }

        @Override
        public void end() {
            span.end();
        }
    }
}
