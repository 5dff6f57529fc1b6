package io.mediagate.house;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// What the compiler's own parser sees in the sources: types, methods, constructors, nesting.
final class SourceScan extends TreeScanner<@Nullable Void, Integer> {
    private static final Set<Kind> DEEPER =
            Set.of(
                    Kind.IF,
                    Kind.FOR_LOOP,
                    Kind.ENHANCED_FOR_LOOP,
                    Kind.WHILE_LOOP,
                    Kind.DO_WHILE_LOOP,
                    Kind.SWITCH,
                    Kind.SWITCH_EXPRESSION,
                    Kind.TRY,
                    Kind.SYNCHRONIZED);

    /// @param lines of the body
    /// @param parameters how many, for constructors; 0 for other methods. Records are rows: they have as
    ///     many components as their table has columns
    record Method(Path file, String name, long line, long lines, int parameters, int nesting) {}

    record Type(Path file, String name, long line) {}

    record Call(Path file, String name, long line) {}

    private final List<Method> methods = new ArrayList<>();
    private final List<Type> types = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final Path file;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private int deepest;

    private SourceScan(Path file, CompilationUnitTree unit, SourcePositions positions) {
        this.file = file;
        this.unit = unit;
        this.positions = positions;
    }

    /// Reads all the files with one parser.
    static List<SourceScan> of(List<Path> files) {
        var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "needs a JDK");
        try (var manager = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            var objects = manager.getJavaFileObjectsFromPaths(files);
            var task = (JavacTask) compiler.getTask(null, manager, null, null, null, objects);
            var positions = Trees.instance(task).getSourcePositions();
            var scans = new ArrayList<SourceScan>();
            for (var unit : task.parse()) {
                var scan = new SourceScan(Path.of(unit.getSourceFile().toUri()), unit, positions);
                scan.scan(unit, 0);
                scans.add(scan);
            }
            return scans;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Method> methods() {
        return methods;
    }

    List<Type> types() {
        return types;
    }

    List<Call> calls() {
        return calls;
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, Integer depth) {
        types.add(new Type(file, tree.getSimpleName().toString(), line(tree)));
        return super.visitClass(tree, 0);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, Integer depth) {
        int outer = deepest;
        deepest = 0;
        super.visitMethod(tree, 0);
        boolean constructor = tree.getName().contentEquals("<init>");
        int parameters = constructor ? tree.getParameters().size() : 0;
        long lines = tree.getBody() == null ? 0 : lines(tree.getBody());
        methods.add(
                new Method(
                        file, tree.getName().toString(), line(tree), lines, parameters, deepest));
        deepest = outer;
        return null;
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, Integer depth) {
        int deeper = tree.getBody() instanceof BlockTree ? depth + 1 : depth;
        deepest = Math.max(deepest, deeper);
        return super.visitLambdaExpression(tree, deeper);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, Integer depth) {
        calls.add(new Call(file, tree.getMethodSelect().toString(), line(tree)));
        return super.visitMethodInvocation(tree, depth);
    }

    /// An `else if` stands beside its `if`, not inside.
    @Override
    public @Nullable Void visitIf(IfTree tree, Integer depth) {
        scan(tree.getCondition(), depth);
        scan(tree.getThenStatement(), depth);
        var other = tree.getElseStatement();
        return other instanceof IfTree chained ? visitIf(chained, depth) : super.scan(other, depth);
    }

    @Override
    public @Nullable Void scan(com.sun.source.tree.@Nullable Tree tree, Integer depth) {
        int deeper = tree != null && DEEPER.contains(tree.getKind()) ? depth + 1 : depth;
        deepest = Math.max(deepest, deeper);
        return super.scan(tree, deeper);
    }

    private long line(com.sun.source.tree.Tree tree) {
        return map().getLineNumber(positions.getStartPosition(unit, tree));
    }

    /// Lines between the braces.
    private long lines(com.sun.source.tree.Tree body) {
        long last = map().getLineNumber(positions.getEndPosition(unit, body));
        return Math.max(0, last - line(body) - 1);
    }

    private LineMap map() {
        return Objects.requireNonNull(unit.getLineMap());
    }
}
