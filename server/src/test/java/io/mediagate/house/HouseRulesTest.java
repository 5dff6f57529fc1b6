package io.mediagate.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Sizes, names and habits, read from the sources. A rule that something must break carries its reason
/// and date in [#EXCEPTIONS].
class HouseRulesTest {
    private static final int FILE_LINES = 500;
    private static final int METHOD_LINES = 60;
    private static final int PARAMETERS = 7;
    private static final int NESTING = 4;
    private static final int LINE_LENGTH = 120;

    private static final Pattern ENDINGS =
            Pattern.compile(".*(Impl|Manager|Helper|Utils?|Base|Data|Info)");
    private static final Pattern OPEN_END = Pattern.compile("\\b(TODO|FIXME|XXX)\\b(?!.*#\\d+)");
    private static final Pattern OUTSIDE = Pattern.compile("/work/|\\.\\./shared");
    private static final Pattern TEST_METHOD =
            Pattern.compile(
                    "@(Test|ParameterizedTest|Property)\\b[^{;]*?" + "\\bvoid (test|should)[A-Z]",
                    Pattern.DOTALL);

    /// What may break a rule, why, and since when.
    ///
    /// @param place the end of a file's name, or `Type.member`
    record Excuse(String place, String reason, LocalDate since) {}

    private static final List<Excuse> EXCEPTIONS = List.of();

    private static final List<SourceScan> SOURCES = SourceScan.of(Tree.sources());
    private static final List<SourceScan> TESTS = SourceScan.of(Tree.tests());

    @Test
    void keepsFilesShort() {
        var faults =
                all().filter(file -> Tree.read(file).lines().count() > FILE_LINES)
                        .map(file ->
                                fault(
                                        file,
                                        1,
                                        "has more than 500 lines; move what changes for another reason"
                                                + " to a file of its own"));

        assertNone(faults);
    }

    @Test
    void keepsLinesShort() {
        var faults =
                lines(
                        all().toList(),
                        line -> isTooLong(line),
                        "is longer than 120 characters; break it where a reader would pause");

        assertNone(faults);
    }

    @Test
    void keepsMethodsShort() {
        var faults =
                methods()
                        .filter(it -> it.lines() > METHOD_LINES)
                        .map(it ->
                                fault(
                                        it.file(),
                                        it.line(),
                                        it.name()
                                                + " has "
                                                + it.lines()
                                                + " lines, at most 60; give its steps names"));

        assertNone(faults);
    }

    @Test
    void keepsConstructorsSmall() {
        var faults =
                methods()
                        .filter(it -> it.parameters() > PARAMETERS)
                        .map(it ->
                                fault(
                                        it.file(),
                                        it.line(),
                                        "the constructor takes "
                                                + it.parameters()
                                                + " parameters, at most 7; something inside wants to be a type"));

        assertNone(faults);
    }

    @Test
    void keepsNestingShallow() {
        var faults =
                methods()
                        .filter(it -> it.nesting() > NESTING)
                        .map(it ->
                                fault(
                                        it.file(),
                                        it.line(),
                                        it.name()
                                                + " nests "
                                                + it.nesting()
                                                + " deep, at most 4; return early or name the inner part"));

        assertNone(faults);
    }

    @Test
    void namesTypesForWhatTheyAre() {
        var endings =
                SOURCES.stream()
                        .flatMap(scan -> scan.types().stream())
                        .filter(it ->
                                ENDINGS.matcher(it.name()).matches()
                                        || it.name().startsWith("Abstract"))
                        .map(it ->
                                fault(
                                        it.file(),
                                        it.line(),
                                        it.name()
                                                + " says nothing by its name; say what sets it apart"));

        assertNone(endings);
    }

    @Test
    void namesTestsAsSentences() {
        var faults =
                Tree.tests().stream()
                        .filter(file -> TEST_METHOD.matcher(Tree.read(file)).find())
                        .map(file ->
                                fault(
                                        file,
                                        1,
                                        "has a test called test... or should...;"
                                                + " say what happens, in the present tense"));

        assertNone(faults);
    }

    @Test
    void leavesNoOpenEnds() {
        var files = all().filter(file -> !file.endsWith("HouseRulesTest.java")).toList();

        assertNone(
                lines(
                        files,
                        line -> OPEN_END.matcher(line).find(),
                        "leaves an open end; do it, or name the issue as #12"));
    }

    @Test
    void waitsForSignalsInTests() {
        var faults =
                TESTS.stream()
                        .flatMap(scan -> scan.calls().stream())
                        .filter(call -> call.name().equals("Thread.sleep"))
                        .map(call ->
                                fault(
                                        call.file(),
                                        call.line(),
                                        "sleeps; wait for a signal or a row, with a limit"));

        assertNone(faults);
    }

    @Test
    void marksEveryPackage() {
        var folders = Tree.sources().stream().map(Path::getParent).distinct();
        var faults =
                folders.filter(folder -> !isMarked(folder.resolve("package-info.java")))
                        .map(folder ->
                                fault(
                                        folder,
                                        1,
                                        "lacks a package-info.java with a doc comment and @NullMarked"));

        assertNone(faults);
    }

    /// A row of a table in a text block cannot be broken.
    private static boolean isTooLong(String line) {
        return line.length() > LINE_LENGTH && !(line.contains(" | ") && !line.contains("\""));
    }

    private static boolean isMarked(Path file) {
        return Files.exists(file)
                && Tree.read(file).contains("@NullMarked")
                && Tree.read(file).contains("///");
    }

    @Test
    void pointsToNothingOutsideTheRepository() {
        var endings =
                List.of(
                        ".java", ".md", ".yaml", ".yml", ".xml", ".sql", ".sh", ".txt", ".ts",
                        ".json");
        var files =
                endings.stream()
                        .flatMap(ending -> Tree.files(Tree.root(), ending).stream())
                        .filter(file -> !file.endsWith("HouseRulesTest.java"))
                        .toList();

        assertNone(
                lines(
                        files,
                        line -> OUTSIDE.matcher(line).find(),
                        "points outside the repository, which a reader does not have;"
                                + " copy what is needed"));
    }

    @Test
    void excusesOnlyWhatExists() {
        assertThat(EXCEPTIONS)
                .allSatisfy(it -> {
                    assertThat(it.reason()).hasSizeGreaterThan(20);
                    assertThat(it.since()).isBeforeOrEqualTo(LocalDate.now(ZoneOffset.UTC));
                    assertThat(all().map(Tree::name))
                            .as(it.place() + " is gone; take it off the list")
                            .anyMatch(name -> name.endsWith(it.place()));
                });
    }

    private static Stream<Path> all() {
        return Stream.concat(Tree.sources().stream(), Tree.tests().stream());
    }

    private static Stream<SourceScan.Method> methods() {
        return Stream.concat(SOURCES.stream(), TESTS.stream())
                .flatMap(scan -> scan.methods().stream());
    }

    private static Stream<String> lines(
            List<Path> files, java.util.function.Predicate<String> bad, String what) {
        var faults = new ArrayList<String>();
        for (var file : files) {
            int number = 0;
            for (var line : Tree.read(file).lines().toList()) {
                number++;
                if (bad.test(line)) {
                    faults.add(fault(file, number, what));
                }
            }
        }
        return faults.stream();
    }

    private static String fault(Path file, long line, String what) {
        return Tree.name(file) + ":" + line + " " + what;
    }

    private static void assertNone(Stream<String> faults) {
        var left =
                faults.filter(it ->
                        EXCEPTIONS.stream()
                                .noneMatch(ex -> it.split(":", 2)[0].endsWith(ex.place())));

        assertThat(left).isEmpty();
    }
}
