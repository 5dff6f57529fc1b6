package io.mediagate.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Vendors;
import io.mediagate.config.KnownVendor;
import io.mediagate.provider.http.Vendor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every vendor's folder has the same few files, and nothing of what stands elsewhere is forgotten. What
/// to do is in docs/10-adding-a-vendor.md.
class VendorFoldersTest {
    private static final int MOST_FILES = 5;
    private static final int MOST_LINES = 800;

    private static final Path PROVIDERS =
            Tree.root().resolve("server/src/main/java/io/mediagate/provider");
    private static final Path TESTS = Tree.root().resolve("server/src/test");
    private static final Path PAGE = Tree.root().resolve("docs/10-adding-a-vendor.md");

    /// What all share, our own sandbox, and servers of the operator's own.
    private static final Set<String> NO_VENDORS = Set.of("http", "sandbox", "compatible");

    /// What files a folder may have: `XProvider.java` and so on.
    private static final Set<String> PARTS =
            Set.of("Provider", "Wire", "Requests", "Failures", "Auth");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");

    static Stream<String> folders() {
        return names(PROVIDERS)
                .filter(name -> Files.isDirectory(PROVIDERS.resolve(name)))
                .filter(name -> !NO_VENDORS.contains(name));
    }

    private static Stream<String> names(Path folder) {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String capital(String vendor) {
        return vendor.substring(0, 1).toUpperCase(Locale.ROOT) + vendor.substring(1);
    }

    @ParameterizedTest
    @MethodSource("folders")
    void hasTheSameFiles(String vendor) {
        var allowed = PARTS.stream().map(part -> capital(vendor) + part + ".java").toList();
        var files = names(PROVIDERS.resolve(vendor)).toList();

        assertThat(files)
                .as("the folder provider/%s; docs/10-adding-a-vendor.md has the list", vendor)
                .contains(
                        capital(vendor) + "Provider.java",
                        capital(vendor) + "Failures.java",
                        "package-info.java")
                .allMatch(file -> file.equals("package-info.java") || allowed.contains(file));
    }

    @ParameterizedTest
    @MethodSource("folders")
    void staysSmall(String vendor) {
        var files =
                Tree.files(PROVIDERS.resolve(vendor), ".java").stream()
                        .filter(file -> !file.endsWith("package-info.java"))
                        .toList();
        long lines = files.stream().mapToLong(file -> Tree.read(file).lines().count()).sum();

        assertThat(files).as("files").hasSizeLessThanOrEqualTo(MOST_FILES);
        assertThat(lines)
                .as(
                        "lines of provider/%s; let the routes say more, or share it in provider/http",
                        vendor)
                .isLessThanOrEqualTo(MOST_LINES);
    }

    @ParameterizedTest
    @MethodSource("folders")
    void hasRecordingsAndAContractTest(String vendor) {
        var recordings = TESTS.resolve("resources/vendors").resolve(vendor);

        assertThat(recordings).as("recorded answers").isDirectory();
        assertThat(names(recordings)).isNotEmpty().allMatch(name -> name.endsWith(".yaml"));
        assertThat(TESTS.resolve("java/io/mediagate/contract"))
                .isDirectoryContaining(
                        file -> file.endsWith(capital(vendor) + "ContractTest.java"));
    }

    @ParameterizedTest
    @MethodSource("folders")
    void isKnownWhereVendorsAreListed(String vendor) {
        assertThat(Vendors.ALL)
                .extracting(Vendor::name)
                .as("io.mediagate.Vendors")
                .contains(vendor);
        assertThat(KnownVendor.all())
                .extracting(KnownVendor::name)
                .as("vendors.txt")
                .contains(vendor);
        assertThat(rows()).as("the last table of docs/10-adding-a-vendor.md").contains(vendor);
    }

    private static List<String> rows() {
        var page = Tree.read(PAGE);
        var table = page.substring(page.indexOf("## The vendors"));
        return ROW.matcher(table).results().map(row -> row.group(1)).toList();
    }

    @Test
    void listsNoVendorThatIsNotThere() {
        var vendors = folders().toList();

        assertThat(Vendors.ALL).extracting(Vendor::name).isSubsetOf(vendors);
        assertThat(KnownVendor.all()).extracting(KnownVendor::name).containsAll(rows());
        assertThat(rows()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void listsThemInTheOrderOfTheirNames() {
        assertThat(Vendors.ALL)
                .extracting(Vendor::name)
                .isSortedAccordingTo(Comparator.naturalOrder());
    }

    @ParameterizedTest
    @MethodSource("folders")
    void hasRoutesWithCases(String vendor) {
        var catalogue = Tree.root().resolve("server/src/main/resources/catalog");
        boolean routed =
                Tree.files(catalogue, ".yaml").stream()
                        .anyMatch(file ->
                                Pattern.compile("provider: " + vendor + "\\b")
                                        .matcher(Tree.read(file))
                                        .find());
        if (routed) {
            assertThat(TESTS.resolve("resources/routes").resolve(vendor + ".yaml"))
                    .as("what callers send, and what the routes make of it")
                    .exists();
        }
    }
}
