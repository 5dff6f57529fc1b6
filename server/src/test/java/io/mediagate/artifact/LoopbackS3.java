package io.mediagate.artifact;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// Starts the S3 server's application on loopback alone, inside its own process and with its own classes:
/// its second door, for plain HTTP, opens to all interfaces and has no setting for that. By reflection,
/// since nothing of what the server is made of is on our class path.
public final class LoopbackS3 {
    private static final String SPRING = "org.springframework.";
    private static final String DOORS =
            SPRING + "boot.web.embedded.tomcat.TomcatServletWebServerFactory";

    private LoopbackS3() {}

    /// Starts it, and returns when it has started.
    ///
    /// @param arguments of the application
    public static void main(String[] arguments) throws ReflectiveOperationException {
        var application = type(SPRING + "boot.SpringApplication");
        var server = type("com.adobe.testing.s3mock.S3MockApplication");
        Object sources = new Class<?>[] {server};
        var started = application.getConstructor(Class[].class).newInstance(sources);
        var initializer = type(SPRING + "context.ApplicationContextInitializer");
        var initializers = Array.newInstance(initializer, 1);
        Array.set(initializers, 0, proxy(initializer, LoopbackS3::initialize));
        application
                .getMethod("addInitializers", initializers.getClass())
                .invoke(started, initializers);
        application.getMethod("run", String[].class).invoke(started, (Object) arguments);
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(name, true, Thread.currentThread().getContextClassLoader());
    }

    private interface Call {
        @Nullable Object of(Method method, @Nullable Object[] arguments)
                throws ReflectiveOperationException;
    }

    private static Object proxy(Class<?> type, Call call) {
        InvocationHandler handler =
                (proxy, method, arguments) ->
                        switch (method.getName()) {
                            case "equals" ->
                                    System.identityHashCode(proxy)
                                            == System.identityHashCode(arguments[0]);
                            case "hashCode" -> System.identityHashCode(proxy);
                            case "toString" -> type.getName();
                            default -> call.of(method, arguments);
                        };
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    /// Before anything of the application is made.
    private static @Nullable Object initialize(Method method, @Nullable Object[] arguments)
            throws ReflectiveOperationException {
        var processor = type(SPRING + "beans.factory.config.BeanPostProcessor");
        var context = type(SPRING + "context.ConfigurableApplicationContext");
        var factory = context.getMethod("getBeanFactory").invoke(arguments[0]);
        type(SPRING + "beans.factory.config.ConfigurableBeanFactory")
                .getMethod("addBeanPostProcessor", processor)
                .invoke(factory, proxy(processor, LoopbackS3::close));
        return null;
    }

    /// Whatever is made is shown here.
    private static @Nullable Object close(Method method, @Nullable Object[] arguments)
            throws ReflectiveOperationException {
        var bean = arguments[0];
        boolean made = method.getName().equals("postProcessBeforeInitialization");
        if (made && bean != null && type(DOORS).isInstance(bean)) {
            var doors =
                    (Iterable<?>)
                            type(DOORS).getMethod("getAdditionalTomcatConnectors").invoke(bean);
            for (var door : doors) {
                door.getClass()
                        .getMethod("setProperty", String.class, String.class)
                        .invoke(door, "address", "127.0.0.1");
            }
        }
        return bean;
    }
}
