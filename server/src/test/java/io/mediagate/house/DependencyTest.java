package io.mediagate.house;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may use whom. The table says it; an arrow that is not in it is a decision for
/// `docs/decisions/`, not for an import.
class DependencyTest {
    private static final String ROOT = "io.mediagate";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);

    /// Classes that speak to the database without being called a store, and why:
    /// `Proof` is nothing but its queries (2026-11-23); `Stored` maps rows for two stores (2026-11-23).
    private static final String NEAR_STORES = ".*\\.(credits\\.Proof|generation\\.Stored)";

    /// Each package, and the packages of ours that it may use.
    private static final Map<String, Set<String>> MAY_USE = mayUse();

    private static Map<String, Set<String>> mayUse() {
        var table = new TreeMap<String, Set<String>>();
        var ground = Set.of("resource", "error", "config");
        table.put("resource", Set.of());
        table.put("error", Set.of("resource"));
        table.put("config", Set.of("resource", "error"));
        table.put("storage", ground);
        table.put("egress", and(ground, "trace"));
        table.put("duty", and(ground, "storage"));
        table.put("log", Set.of("config"));
        table.put("trace", ground);
        table.put("monitor", and(ground, "storage"));
        table.put("credits", and(ground, "storage", "account"));
        table.put("account", and(ground, "storage"));
        table.put("catalog", and(ground, "credits", "account"));
        table.put("event", and(ground, "storage", "account"));
        table.put("idempotency", and(ground, "storage", "account"));
        table.put("artifact", and(ground, "storage", "egress", "account", "provider"));
        table.put("provider", and(ground, "egress"));
        table.put(
                "generation",
                and(
                        ground,
                        "storage",
                        "account",
                        "catalog",
                        "credits",
                        "artifact",
                        "event",
                        "provider",
                        "idempotency",
                        "duty",
                        "log",
                        "trace"));
        table.put(
                "webhook",
                and(ground, "storage", "egress", "account", "event", "generation", "duty"));
        var features =
                and(
                        ground,
                        "storage",
                        "account",
                        "catalog",
                        "credits",
                        "artifact",
                        "event",
                        "generation",
                        "provider",
                        "idempotency",
                        "webhook");
        table.put("admin", features);
        table.put("api", and(features, "admin", "log", "trace"));
        return table;
    }

    private static Set<String> and(Set<String> some, String... more) {
        var all = new TreeSet<>(some);
        all.addAll(Arrays.asList(more));
        return all;
    }

    static Stream<String> packages() {
        return MAY_USE.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void usesOnlyWhatTheTableAllows(String user) {
        var allowed = MAY_USE.getOrDefault(user, Set.of());
        var forbidden =
                Stream.concat(MAY_USE.keySet().stream(), Stream.of("command"))
                        .filter(other -> !other.equals(user) && !allowed.contains(other))
                        .map(other -> ROOT + "." + other + "..")
                        .toArray(String[]::new);

        noClasses()
                .that(resideInAPackage(ROOT + "." + user + ".."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(forbidden))
                .orShould()
                .dependOnClassesThat(resideInAPackage(ROOT))
                .because(
                        user
                                + " may use "
                                + allowed
                                + "; turn the arrow round, or give the thing that both need a home below both")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void knowsEveryPackage() {
        var found = new TreeSet<String>();
        for (var type : CLASSES) {
            var rest = type.getPackageName().substring(ROOT.length());
            if (!rest.isEmpty()) {
                found.add(rest.substring(1).replaceFirst("\\..*", ""));
            }
        }
        found.remove("command");

        assertThat(MAY_USE.keySet())
                .as("a new package needs a row in DependencyTest")
                .containsAll(found);
    }

    @Test
    void keepsVendorsFromEachOtherAndFromTheRest() {
        slices().matching(ROOT + ".provider.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(alwaysTrue(), resideInAPackage(ROOT + ".provider.http.."))
                .because("vendors share only the provider contract and what is common to HTTP")
                .allowEmptyShould(true)
                .check(CLASSES);
        noClasses()
                .that(not(resideInAnyPackage(ROOT, ROOT + ".command..", ROOT + ".provider.*..")))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".provider.*.."))
                .because("only Gateway knows which vendors there are")
                .check(CLASSES);
    }

    @Test
    void hasNoCycles() {
        slices().matching(ROOT + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("a cycle means two packages are one, or something has no home yet")
                .check(CLASSES);
    }

    @Test
    void reachesTheDatabaseThroughStorageAndStores() {
        // A transaction is handed from feature to feature as an argument; only stores speak to it.
        var database =
                resideInAnyPackage(
                                "java.sql..",
                                "javax.sql..",
                                "org.jdbi..",
                                "org.postgresql..",
                                "com.zaxxer..",
                                "org.flywaydb..")
                        .and(not(type(Handle.class)));

        classes()
                .that(not(resideInAPackage(ROOT + ".storage..")))
                .and()
                .haveNameNotMatching(".*Store(\\$.*)?|" + NEAR_STORES)
                .should()
                .onlyDependOnClassesThat(not(database))
                .because("SQL stands in storage and in the features' XStore classes only")
                .check(CLASSES);
    }

    @Test
    void reachesTheNetworkThroughEgress() {
        noClasses()
                .that(not(resideInAnyPackage(ROOT + ".egress..", ROOT + ".command..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.net.http..", "org.apache.hc.."))
                .because("egress checks addresses, sizes and deadlines; ask it for an exchange")
                .check(CLASSES);
    }

    @Test
    void knowsOpenTelemetryInOnePlace() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.trace\\.OtlpTraces(\\$.*)?")
                .should()
                .dependOnClassesThat(resideInAPackage("io.opentelemetry.."))
                .because("its classes must not be loaded while traces are off; use Traces and Span")
                .check(CLASSES);
    }

    @Test
    void readsSomething() {
        assertThat(CLASSES.size()).isGreaterThan(20);
        assertThat(List.copyOf(MAY_USE.keySet())).contains("generation", "error");
    }
}
