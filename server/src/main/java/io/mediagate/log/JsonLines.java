package io.mediagate.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/// A line of the log as an object of JSON: `time`, `level`, `logger`, `message`, the marks of the thread,
/// the node, and `thrown` with the stack. A line break in any of them is escaped: one event is one line.
final class JsonLines extends EncoderBase<ILoggingEvent> {

    private static final byte[] NOTHING = {};

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var line = JsonMapper.shared().createObjectNode();
        line.put("time", event.getInstant().toString());
        line.put("level", event.getLevel().toString());
        line.put("logger", event.getLoggerName());
        line.put("message", event.getFormattedMessage());
        event.getMDCPropertyMap().forEach(line::put);
        var node = event.getLoggerContextVO().getPropertyMap().get(Marks.NODE);
        if (node != null) {
            line.put(Marks.NODE, node);
        }
        if (event.getThrowableProxy() != null) {
            line.put("thrown", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
