package io.mediagate.log;

import org.slf4j.MDC;

/// What a thread is at work on; each of its lines carries it. Request threads and runners set it when they
/// begin and take it away when they are done.
public final class Marks {
    static final String NODE = "node";

    private static final String REQUEST = "request_id";
    private static final String GENERATION = "generation_id";
    private static final String TRACE = "trace_id";

    private Marks() {}

    /// This thread answers that request.
    public static void request(String id) {
        MDC.put(REQUEST, id);
    }

    /// What this thread does is about that generation.
    public static void generation(String id) {
        MDC.put(GENERATION, id);
    }

    /// What this thread does is part of that trace; blank: of none.
    public static void trace(String id) {
        if (!id.isEmpty()) {
            MDC.put(TRACE, id);
        }
    }

    /// This thread is done.
    public static void clear() {
        MDC.clear();
    }
}
