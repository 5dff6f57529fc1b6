package io.mediagate.catalog;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.Program;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Compiles price expressions, each text once. The only variable is `input`; `has(input.x)` and the
/// `math` extension are there, loops over lists are not: a price is arithmetic.
final class Prices {
    static final String INPUT = "input";

    private final CelCompiler compiler =
            CelCompilerFactory.standardCelCompilerBuilder()
                    .setStandardMacros(CelStandardMacro.HAS)
                    .addLibraries(CelExtensions.math())
                    .addVar(INPUT, MapType.create(SimpleType.STRING, SimpleType.DYN))
                    .setResultType(SimpleType.INT)
                    .build();
    private final CelRuntime runtime =
            CelRuntimeFactory.plannerRuntimeBuilder().addLibraries(CelExtensions.math()).build();
    private final Map<String, Program> programs = new ConcurrentHashMap<>();

    /// Loads the compiler's classes too, so that the first expression is not the slow one.
    Prices() {
        compile("1");
    }

    /// Throws `IllegalArgumentException` with the compiler's words when it is not an expression of a
    /// whole number.
    Price compile(String expression) {
        return new Price(expression, programs.computeIfAbsent(expression, this::program));
    }

    private Program program(String expression) {
        try {
            CelAbstractSyntaxTree tree = compiler.compile(expression).getAst();
            return runtime.createProgram(tree);
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException(reason(e), e);
        }
    }

    /// The compiler's words, of which the first line says what is wrong where.
    static String reason(Exception e) {
        var firstLine = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return firstLine.replace("ERROR: <input>:", "at ");
    }
}
