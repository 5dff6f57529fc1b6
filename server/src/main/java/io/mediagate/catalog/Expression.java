package io.mediagate.catalog;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.Program;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A CEL expression of a route over the normalised `input`. Unlike a price it may walk over lists, whose
/// length the schema bounds. Compiled at its first use: there are hundreds, and nobody should wait for
/// them at start; a test compiles all of ours, and an operator's are compiled when they are read.
final class Expression {
    /// Loaded with the first expression that is used.
    private static final class Compilers {
        static final String FRAME = "frame_string_int";
        static final CelCompiler OF_VALUES = compiler(SimpleType.DYN);
        static final CelCompiler OF_CONDITIONS = compiler(SimpleType.BOOL);
        static final CelRuntime RUNTIME =
                CelRuntimeFactory.plannerRuntimeBuilder()
                        .addLibraries(CelExtensions.math(), CelExtensions.strings())
                        .addFunctionBindings(
                                CelFunctionBinding.from(FRAME, String.class, Long.class, Frame::of))
                        .build();

        private static CelCompiler compiler(CelType result) {
            return CelCompilerFactory.standardCelCompilerBuilder()
                    .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .addLibraries(CelExtensions.math(), CelExtensions.strings())
                    .addFunctionDeclarations(frame())
                    .addVar(Prices.INPUT, MapType.create(SimpleType.STRING, SimpleType.DYN))
                    .setResultType(result)
                    .build();
        }

        private static CelFunctionDecl frame() {
            return CelFunctionDecl.newFunctionDeclaration(
                    "frame",
                    CelOverloadDecl.newGlobalOverload(
                            FRAME,
                            MapType.create(SimpleType.STRING, SimpleType.INT),
                            SimpleType.STRING,
                            SimpleType.INT));
        }
    }

    private final String text;
    private final boolean condition;
    private volatile @Nullable Program program;

    private Expression(String text, boolean condition) {
        this.text = text;
        this.condition = condition;
    }

    /// Whatever it gives.
    static Expression value(String text) {
        return new Expression(text, false);
    }

    /// True or false.
    static Expression condition(String text) {
        return new Expression(text, true);
    }

    /// Throws `IllegalArgumentException` with the compiler's words when it is no such expression.
    Program compiled() {
        var made = program;
        if (made == null) {
            made = compile();
            program = made;
        }
        return made;
    }

    private Program compile() {
        try {
            var compiler = condition ? Compilers.OF_CONDITIONS : Compilers.OF_VALUES;
            return Compilers.RUNTIME.createProgram(compiler.compile(text).getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException(Prices.reason(e), e);
        }
    }

    /// Throws `IllegalStateException` when it fails on this input: a mistake of the catalogue.
    Object of(ObjectNode input) {
        try {
            return compiled().eval(Map.of(Prices.INPUT, new InputView(input)));
        } catch (CelEvaluationException e) {
            throw new IllegalStateException("the expression `" + text + "` fails", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
