package io.mediagate.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedCatalogTest {
    private static final String INPUT =
            "{type: object, properties: {n: {type: integer, default: 1}}}";

    @Test
    void saysWhatTheBuiltInFilesSay() {
        var packed = PackedCatalog.bundled();

        assertThat(CatalogFile.bundled())
                .isNotEmpty()
                .allSatisfy(
                        file -> assertThat(packed.find(file)).contains(PackedCatalog.parse(file)));
    }

    @Test
    void knowsNothingOfAFileThatHasChanged() {
        var packed = PackedCatalog.of(List.of(new CatalogFile("a.yaml", "- path: a/b", true)));

        assertThat(packed.find(new CatalogFile("a.yaml", "- path: a/b", true))).isPresent();
        assertThat(packed.find(new CatalogFile("a.yaml", "- path: a/c", true))).isEmpty();
        assertThat(packed.find(new CatalogFile("b.yaml", "- path: a/b", true))).isEmpty();
    }

    @Test
    void isOfOurFilesOnly() {
        var ours = new CatalogFile("a.yaml", "- path: a/b", true);

        assertThat(
                        PackedCatalog.of(List.of(ours))
                                .find(new CatalogFile("a.yaml", ours.yaml(), false)))
                .isEmpty();
    }

    @Test
    void isMadeOfWhatIsRightOnly(@TempDir Path classes) throws IOException {
        var folder = Files.createDirectories(classes.resolve("catalog"));
        var file = folder.resolve("acme.yaml");
        Files.writeString(file, Shelf.entry("input.n +", INPUT));

        assertThatThrownBy(() -> PackedCatalog.pack(classes))
                .isInstanceOf(CatalogFault.class)
                .hasMessageContaining("acme.yaml: acme/paint: price does not compile");
        assertThat(folder.resolve("packed.json")).doesNotExist();

        Files.writeString(file, Shelf.entry("input.n", INPUT));
        PackedCatalog.pack(classes);

        assertThat(folder.resolve("packed.json")).content().contains("\"path\":\"acme/");
    }
}
