package io.mediagate.command;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The signals that ask a process to stop. A shutdown hook alone cannot tell a second Ctrl-C from the
/// first, nor end with 0 after a clean stop; the class that can is not part of the platform's public API,
/// so it is reached by reflection and done without where it is missing.
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /// Runs the action whenever one of the signals comes; its name is handed over.
    static void on(Consumer<String> action, String... names) {
        for (var name : names) {
            try {
                handle(name, action);
            } catch (ReflectiveOperationException e) {
                LOG.debug("signal {} keeps its usual meaning", name, e);
            }
        }
    }

    private static void handle(String name, Consumer<String> action)
            throws ReflectiveOperationException {
        var signal = Class.forName("sun.misc.Signal");
        var handler = Class.forName("sun.misc.SignalHandler");
        InvocationHandler calls =
                (proxy, method, arguments) ->
                        switch (method.getName()) {
                            case "handle" -> {
                                action.accept(name);
                                yield null;
                            }
                            case "hashCode" -> System.identityHashCode(proxy);
                            case "equals" ->
                                    arguments[0].hashCode() == System.identityHashCode(proxy);
                            default -> name;
                        };
        var proxy =
                Proxy.newProxyInstance(
                        Signals.class.getClassLoader(), new Class<?>[] {handler}, calls);
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    }
}
