package io.mediagate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Until;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs the launcher in a tree of its own, with a JDK and a Maven that only say what they were asked.
class LauncherTest {
    private static final Path LAUNCHER = Path.of("..", "mediagate");
    private static final String JAVA =
            """
            #!/bin/sh
            [ "${TARRY:-}" != java ] || { echo $$ >"$TREE/pid"; exec sleep 60; }
            echo "java $*"
            """;
    private static final String MAVEN =
            """
            #!/bin/sh
            echo "mvn $*" >>"$TREE/maven.log"
            echo "mvn $* with $JAVA_HOME"
            [ "${TARRY:-}" != mvn ] || { echo $$ >"$TREE/pid"; exec sleep 60; }
            [ -z "${BREAK:-}" ] || { echo "[ERROR] it is broken"; exit 1; }
            mkdir -p "$TREE/server/target"
            : >"$TREE/server/target/mediagate.jar"
            """;

    /// The machine's own: a disk in memory may refuse to run what lies on it.
    @TempDir(factory = TempDirFactory.Standard.class)
    private Path folder = Path.of("");

    private Path tree = Path.of("");
    private Path jdk = Path.of("");

    /// What a run printed and how it ended.
    private record Ran(int code, String out, String err) {}

    @BeforeEach
    void plant() throws IOException {
        tree = Files.createDirectories(folder.toRealPath().resolve("a tree"));
        Files.createDirectories(tree.resolve("server/src/main"));
        Files.writeString(tree.resolve("pom.xml"), "<project/>");
        Files.writeString(tree.resolve("server/pom.xml"), "<project/>");
        Files.copy(LAUNCHER, tree.resolve("mediagate"));
        executable(tree.resolve("mediagate"));
        jdk = jdk("jdk-25", "25.0.1");
        script(tree.resolve("bin/mvn"), MAVEN);
    }

    @Test
    void saysInOneLineHowToGetAJdk() throws Exception {
        var old = jdk("jdk-17", "17.0.15");

        var ran = run(Map.of("JAVA_HOME", old.toString()), "serve");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err().lines())
                .singleElement()
                .asString()
                .contains("no JDK 25 or newer found", "MEDIAGATE_JAVA_HOME");
    }

    @Test
    void takesNoOtherJdkThanTheOneItWasTold() throws Exception {
        var ran = run(Map.of("MEDIAGATE_JAVA_HOME", "/nowhere", "JAVA_HOME", jdk.toString()));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("MEDIAGATE_JAVA_HOME=/nowhere is no JDK 25");
    }

    @Test
    void findsAJdkAmongTheMachinesOwn() throws Exception {
        jdk("jvm/older", "17.0.15");
        var newer = jdk("jvm/newer", "26");

        var ran =
                run(
                        Map.of(
                                "MEDIAGATE_JVM_FOLDER",
                                folder.toRealPath().resolve("jvm").toString()),
                        "--help");

        assertThat(ran.code()).isZero();
        assertThat(Files.readString(tree.resolve("server/target/mediagate.build.log")))
                .contains("with " + newer);
    }

    @Test
    void buildsOnceAndAgainWhenTheSourcesChange() throws Exception {
        assertThat(runHere("serve").err()).contains("Building (first time");
        assertThat(runHere("serve").err()).isEmpty();

        var source = Files.writeString(tree.resolve("server/src/main/X.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(runHere("serve").err()).contains("the sources have changed");
        assertThat(Files.readAllLines(tree.resolve("maven.log"))).hasSize(2);
        assertThat(tree.resolve("server/.building")).doesNotExist();
    }

    @Test
    void handsEverythingToTheProgramAsItIs() throws Exception {
        var ran = runHere("keys", "create", "--name", "two words");

        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("-Dmediagate.home=" + tree)
                .endsWith(
                        "-jar %s/server/target/mediagate.jar keys create --name two words\n"
                                .formatted(tree));
    }

    @Test
    void worksThroughALink() throws Exception {
        var link = Files.createSymbolicLink(folder.resolve("mg"), Path.of("a tree/mediagate"));

        var ran = run(link, Map.of("JAVA_HOME", jdk.toString()), "--version");

        assertThat(ran.out()).contains("-Dmediagate.home=" + tree);
    }

    @Test
    void showsWhyABuildFailed() throws Exception {
        var ran = run(Map.of("JAVA_HOME", jdk.toString(), "BREAK", "yes"), "serve");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("[ERROR] it is broken", "mediagate.build.log");
        assertThat(tree.resolve("server/.building")).doesNotExist();
    }

    @Test
    void takesOverTheLockOfABuildThatDied() throws Exception {
        var lock = Files.createDirectories(tree.resolve("server/.building"));
        var dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(lock.resolve("pid"), Long.toString(dead.pid()));

        assertThat(runHere("serve").code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mvn", "java"})
    void stopsABuildWithItselfAndBuildsTheNextTime(String who) throws Exception {
        var environment = Map.of("JAVA_HOME", jdk.toString(), "TARRY", who);
        var launcher = start(tree.resolve("mediagate"), environment, "serve");
        var pid = tree.resolve("pid");
        Until.holds("it builds", () -> Files.exists(pid) && Files.size(pid) > 0);
        var builder = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();

        launcher.destroy();

        assertThat(launcher.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(launcher.exitValue()).isEqualTo(128 + 15);
        assertThat(builder.isAlive()).isFalse();
        assertThat(tree.resolve("server/.building")).doesNotExist();
        assertThat(runHere("serve").err())
                .contains("Building (first time", "Preparing quick starts");
    }

    @Test
    void checksWithMaven() throws Exception {
        var ran = runHere("check", "-Dtest=One");

        assertThat(ran.err()).contains("Checking with " + jdk);
        assertThat(ran.out())
                .isEqualTo("mvn -B -f %s/pom.xml verify -Dtest=One with %s\n".formatted(tree, jdk));
    }

    private Ran runHere(String... arguments) throws Exception {
        return run(Map.of("JAVA_HOME", jdk.toString()), arguments);
    }

    private Ran run(Map<String, String> environment, String... arguments) throws Exception {
        return run(tree.resolve("mediagate"), environment, arguments);
    }

    private Ran run(Path launcher, Map<String, String> environment, String... arguments)
            throws Exception {
        var process = start(launcher, environment, arguments);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), Files.readString(out()), Files.readString(err()));
    }

    private Process start(Path launcher, Map<String, String> environment, String... arguments)
            throws IOException {
        var command = new java.util.ArrayList<>(List.of("sh", launcher.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tree.resolve("bin") + ":" + tools());
        builder.environment().put("TREE", tree.toString());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("MEDIAGATE_JVM_FOLDER", folder.resolve("none").toString());
        builder.environment().putAll(environment);
        return builder.redirectOutput(out().toFile()).redirectError(err().toFile()).start();
    }

    private Path out() {
        return folder.resolve("out");
    }

    private Path err() {
        return folder.resolve("err");
    }

    /// The usual tools without the machine's own java and Maven.
    private Path tools() throws IOException {
        var tools = Files.createDirectories(folder.resolve("tools"));
        for (var name :
                List.of(
                        "sh",
                        "sed",
                        "find",
                        "head",
                        "dirname",
                        "readlink",
                        "cksum",
                        "tr",
                        "mkdir",
                        "rmdir",
                        "rm",
                        "mv",
                        "cat",
                        "grep",
                        "sleep")) {
            var tool = tools.resolve(name);
            if (!Files.exists(tool)) {
                var real = Path.of("/usr/bin", name);
                Files.createSymbolicLink(tool, Files.exists(real) ? real : Path.of("/bin", name));
            }
        }
        return tools;
    }

    private Path jdk(String name, String version) throws IOException {
        var home = folder.toRealPath().resolve(name);
        script(home.resolve("bin/java"), JAVA);
        script(home.resolve("bin/javac"), JAVA);
        Files.writeString(
                home.resolve("release"),
                "JAVA_VERSION=\"%s\"\n".formatted(version),
                StandardCharsets.UTF_8);
        return home;
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
