package io.mediagate.catalog;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.Program;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/// A CEL expression of the catalogue over the normalised `input`. Compiled at its first use: there are
/// hundreds, and nobody should wait for them at start; tests compile all of ours, and an operator's are
/// compiled when they are read.
///
/// @param text as the catalogue has it
record Expression(Kind kind, String text) {
    /// What it is for, and so what it gives. A route may walk over lists, whose length the schema bounds;
    /// a price may not: it is arithmetic.
    enum Kind {
        PRICE("price", SimpleType.INT),
        VALUE("expression", SimpleType.DYN),
        CONDITION("condition", SimpleType.BOOL);

        private final String title;
        private final CelType result;

        Kind(String title, CelType result) {
            this.title = title;
            this.result = result;
        }
    }

    /// Loaded with the first expression that is used.
    private static final class Compilers {
        static final String INPUT = "input";
        static final String FRAME = "frame_string_int";
        static final Map<Kind, CelCompiler> OF_KIND =
                Map.of(
                        Kind.PRICE, ofPrices(),
                        Kind.VALUE, ofRoutes(Kind.VALUE),
                        Kind.CONDITION, ofRoutes(Kind.CONDITION));
        static final CelRuntime RUNTIME =
                CelRuntimeFactory.plannerRuntimeBuilder()
                        .addLibraries(CelExtensions.math(), CelExtensions.strings())
                        .addFunctionBindings(
                                CelFunctionBinding.from(FRAME, String.class, Long.class, Frame::of))
                        .build();

        /// Each once, in however many entries it stands: a third of ours repeat another's.
        static final Map<Expression, Program> PROGRAMS = new ConcurrentHashMap<>();

        static Program compile(Expression source) {
            try {
                var compiler = Objects.requireNonNull(OF_KIND.get(source.kind));
                return RUNTIME.createProgram(compiler.compile(source.text).getAst());
            } catch (CelValidationException | CelEvaluationException e) {
                throw new IllegalArgumentException(reason(e), e);
            }
        }

        /// The compiler's words, of which the first line says what is wrong where.
        private static String reason(Exception e) {
            var firstLine = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            return firstLine.replace("ERROR: <input>:", "at ");
        }

        private static CelCompiler ofPrices() {
            return of(Kind.PRICE).setStandardMacros(CelStandardMacro.HAS).build();
        }

        private static CelCompiler ofRoutes(Kind kind) {
            return of(kind).setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .addLibraries(CelExtensions.strings())
                    .addFunctionDeclarations(frame())
                    .build();
        }

        private static CelCompilerBuilder of(Kind kind) {
            return CelCompilerFactory.standardCelCompilerBuilder()
                    .addLibraries(CelExtensions.math())
                    .addVar(INPUT, MapType.create(SimpleType.STRING, SimpleType.DYN))
                    .setResultType(kind.result);
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

    /// Gives a whole number, a `Long`.
    static Expression price(String text) {
        return new Expression(Kind.PRICE, text);
    }

    /// Gives anything.
    static Expression value(String text) {
        return new Expression(Kind.VALUE, text);
    }

    /// Gives true or false.
    static Expression condition(String text) {
        return new Expression(Kind.CONDITION, text);
    }

    /// Throws `IllegalArgumentException` with the compiler's words when it is no such expression.
    Program compiled() {
        return Compilers.PROGRAMS.computeIfAbsent(this, Compilers::compile);
    }

    /// Throws `IllegalStateException` when it fails on this input: a mistake of the catalogue.
    Object of(ObjectNode input) {
        try {
            return compiled().eval(Map.of(Compilers.INPUT, new InputView(input)));
        } catch (CelEvaluationException e) {
            throw new IllegalStateException(this + " fails", e);
        }
    }

    /// As faults name it.
    @Override
    public String toString() {
        return "%s `%s`".formatted(kind.title, text);
    }
}
