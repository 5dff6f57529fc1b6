package io.mediagate.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A vendor is known in its own folder and in the catalogue; the rest of the code must work without
/// knowing whom it speaks for.
class VendorNamesTest {
    private static final int LONG_ENOUGH = 6;

    /// Vendors of our own tools, and words that vendors took from everybody.
    private static final List<String> NOT_MEANT =
            List.of(
                    "google",
                    "amazon",
                    "microsoft",
                    "azure",
                    "alphabet",
                    "imagen",
                    "vertex",
                    "whisper",
                    "photon",
                    "minimax");

    /// What everybody calls the API that many self-hosted servers copy, and so the operator's settings.
    private static final Pattern KIND_OF_API = Pattern.compile("openai[_-]compatible");

    /// The gateway's list of vendors.
    private static final String LIST = "io/mediagate/Vendors.java";

    private static final Pattern NAMES = Pattern.compile(String.join("|", names().toList()));

    private static Stream<String> names() {
        var folder = Tree.root().resolve("server/src/main/resources/redaction");
        return Stream.of("vendors.txt", "products.txt")
                .flatMap(file -> Tree.read(folder.resolve(file)).lines())
                .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.contains("!"))
                .map(line -> line.replaceAll("[^a-z0-9]", ""))
                .filter(name -> name.length() >= LONG_ENOUGH)
                .filter(name -> NOT_MEANT.stream().noneMatch(name::startsWith))
                .map(Pattern::quote);
    }

    @Test
    void namesVendorsOnlyInTheirFolders() {
        var faults = new ArrayList<String>();
        for (var file : Tree.sources()) {
            if (!isVendorFolder(file) && !Tree.name(file).endsWith(LIST)) {
                faults.addAll(namesIn(file));
            }
        }

        assertThat(faults).isEmpty();
    }

    private static boolean isVendorFolder(Path file) {
        var name = Tree.name(file);
        int folder = name.indexOf("/provider/") + "/provider/".length();
        return name.contains("/provider/") && name.indexOf('/', folder) > 0;
    }

    private static List<String> namesIn(Path file) {
        var faults = new ArrayList<String>();
        int number = 0;
        for (var line : Tree.read(file).lines().toList()) {
            number++;
            var letters = KIND_OF_API.matcher(line.toLowerCase(Locale.ROOT)).replaceAll("");
            letters = letters.replaceAll("[^a-z0-9/]", "");
            boolean code = !line.strip().startsWith("//") && !line.startsWith("import ");
            if (code && NAMES.matcher(letters).find()) {
                faults.add(
                        "%s:%d names a vendor; move it to the vendor's folder or the catalogue"
                                .formatted(Tree.name(file), number));
            }
        }
        return faults;
    }
}
