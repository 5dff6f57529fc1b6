package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.api.DescribedAnswers;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives a test class the one gateway that all classes share, and proves its books when the class is
/// done.
final class SharedGateway implements ParameterResolver, AfterAllCallback {

    private static final Namespace OURS = Namespace.create(SharedGateway.class);

    private static RunningGateway gateway(ExtensionContext context) {
        // Values of the root's store are closed when all tests of the JVM are done.
        return context.getRoot()
                .getStore(OURS)
                .computeIfAbsent("gateway", _ -> start(), RunningGateway.class);
    }

    /// Starts it, and holds every answer from then on against what it says of its own API.
    private static RunningGateway start() {
        var gateway = RunningGateway.with(Map.of());
        var described = DescribedAnswers.of(gateway.stranger().get("/openapi.json").body());
        Answers.showTo(answer -> {
            if (isDescribed(answer)) {
                described.check(
                        answer.method(),
                        answer.path(),
                        answer.status(),
                        answer.headers(),
                        answer.body());
            }
        });
        return gateway;
    }

    /// The operator's API is not the callers', and what is not HTTP has no path.
    private static boolean isDescribed(Answer answer) {
        return !answer.path().startsWith("/admin/") && !answer.path().equals("?");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningGateway.class;
    }

    @Override
    public RunningGateway resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return gateway(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        assertThat(gateway(context).faultsOfTheBooks()).isEmpty();
    }
}
