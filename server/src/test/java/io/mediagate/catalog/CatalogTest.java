package io.mediagate.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.mediagate.catalog.Model.Status;
import io.mediagate.credits.Credits;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Family;
import io.mediagate.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogTest {
    private static final String NOT_ON_OFFER =
            """
            openai/sora-2 | VIDEO | @ openai/sora-2 has been retired since 2026-09-24.
            openai/sora-2-pro | VIDEO | @ openai/sora-2-pro has been retired since 2026-09-24.
            openai/gpt-image-1 | IMAGE | @ openai/gpt-image-1 has been retired since 2026-10-23. Try openai/gpt-image-2.
            google/veo-2 | VIDEO | @ google/veo-2 has been retired since 2026-06-30. Try google/veo-3.1.
            google/nano-banana|IMAGE|@ google/nano-banana has been retired since 2026-10-02. Try google/nano-banana-2.
            google/veo-3-1 | VIDEO | There is no model google/veo-3-1. The nearest is google/veo-3.1.
            google/nano-bananas | IMAGE | There is no model google/nano-bananas. The nearest is google/nano-banana-2.
            openai/gpt-4o-tts | TTS | There is no model openai/gpt-4o-tts. The nearest is openai/gpt-4o-mini-tts.
            minimax/speech-2.8-hd | VIDEO | There is no model minimax/speech-2.8-hd. The nearest is minimax-tts/speech-2.8-hd.
            minimax-tts/speech | TTS | There is no model minimax-tts/speech. The nearest is minimax-tts/speech-02-hd.
            gogle/veo-3.1 | VIDEO | There is no model gogle/veo-3.1. The nearest is google/veo-3.1.
            ltx-2.4 | VIDEO | There is no model ltx-2.4. The nearest is ltx-2.3.
            """;

    private static final String NO_SPEECH =
            """
            acme/speech-2.8 | There is no model acme/speech-2.8. The nearest is minimax-tts/speech-2.8-hd.
            minimax/speech-2.8-hd | There is no model minimax/speech-2.8-hd. The nearest is minimax-tts/speech-2.8-hd.
            openai/gpt-image-3 | There is no model openai/gpt-image-3. The nearest is openai/gpt-4o-mini-tts.
            openai/sora-2 | The model openai/sora-2 has been retired since 2026-09-24.
            """;

    private static final Catalog CATALOG = Catalog.bundled(Shelf.TODAY);
    private static final String ENTRY =
            """
            - path: acme/paint-2
              title: Paint 2
              family: IMAGE
              summary: Paints.
              status: preview
              deadline: 90s
              price: input.n * 3
              routes: [{provider: acme, model: p2}]
              input:
                type: object
                required: [prompt]
                properties:
                  prompt: {type: string}
                  n: {type: integer, minimum: 1, maximum: 4, default: 1}
            """;

    @TempDir private Path directory;

    @Test
    void listsItsModelsByPath() {
        assertThat(CATALOG.models()).hasSizeGreaterThanOrEqualTo(80);
        assertThat(CATALOG.models()).extracting(Model::path).isSorted();
    }

    @Test
    void takesANewModelFromOneEntry() throws IOException {
        var catalog = with(ENTRY);

        var model = catalog.require("acme/paint-2");
        var input = model.normalise(Shelf.json("{'prompt': 'a', 'n': 2}"));
        assertThat(model.price(input)).isEqualTo(new Credits(6));
        assertThat(model.startingPrice()).contains(new Credits(3));
        assertThat(model.deadline()).isEqualTo(Duration.ofSeconds(90));
        assertThat(model.routes()).containsExactly(new Route("acme", "p2"));
        assertThat(model.provider()).isEqualTo("acme");
        assertThat(catalog.models()).hasSize(CATALOG.models().size() + 1);
    }

    @Test
    void takesTheEntriesOfTheDocs() throws IOException {
        var page = Files.readString(Path.of("../docs/03-catalogue.md"));
        var blocks =
                Pattern.compile("(?s)```yaml\n(- .*?)```")
                        .matcher(page)
                        .results()
                        .map(block -> block.group(1))
                        .toList();
        assertThat(blocks).hasSize(2);

        for (var block : blocks) {
            var own = with(block);

            assertThat(own.models()).hasSizeGreaterThanOrEqualTo(CATALOG.models().size());
        }
    }

    @Test
    void laysWhatAnOperatorSaysOfOurModelOverIt() throws IOException {
        var ours = CATALOG.require("google/veo-3.1");

        var catalog =
                with(
                        """
                        - path: google/veo-3.1
                          price: input.n * 77
                          routes: [{provider: acme, model: veo}]
                        """);

        var model = catalog.require("google/veo-3.1");
        assertThat(model.startingPrice()).contains(new Credits(77));
        assertThat(model.routes()).containsExactly(new Route("acme", "veo"));
        assertThat(model.inputSchema()).isEqualTo(ours.inputSchema());
        assertThat(model.deadline()).isEqualTo(ours.deadline());
        assertThat(catalog.models()).hasSameSizeAs(CATALOG.models());
    }

    @Test
    void takesAwayWhatAnOperatorSaysIsNothing() throws IOException {
        assertThat(CATALOG.require("openai/gpt-image-1.5").retiresAt()).isPresent();

        var catalog = with("- {path: openai/gpt-image-1.5, retires_at: null}");

        assertThat(catalog.require("openai/gpt-image-1.5").retiresAt()).isEmpty();
    }

    @Test
    void findsFaultsInWhatAnOperatorChanges() {
        assertThat(
                        faults(
                                """
                                - {path: google/veo-3.1, price: input.n * 2.5}
                                - {path: gogle/veo-3.1, price: "7"}
                                """))
                .satisfiesExactlyInAnyOrder(
                        line ->
                                assertThat(line)
                                        .startsWith(mine() + ": google/veo-3.1: price does not"),
                        line ->
                                assertThat(line)
                                        .startsWith(mine() + ": gogle/veo-3.1: has neither title")
                                        .endsWith("; did you mean google/veo-3.1?"));
    }

    @Test
    void refusesOnePathInTwoOfAnOperatorsFiles() throws IOException {
        Files.writeString(mine(), "- {path: google/veo-3.1, price: input.n * 7}");
        Files.writeString(directory.resolve("later.yml"), "- {path: google/veo-3.1, deadline: 1h}");

        assertThat(catchThrowableOfType(CatalogFault.class, this::load).faults())
                .singleElement(STRING)
                .contains("google/veo-3.1: the path is already taken, in ")
                .contains("mine.yaml", "later.yml");
    }

    @Test
    void refusesAFolderThatIsNotThereOrHasNoModels() {
        assertThatThrownBy(() -> Catalog.with(directory.resolve("none"), Set.of(), Shelf.TODAY))
                .isInstanceOf(CatalogFault.class)
                .hasMessageContaining("none: is not a folder (catalog.folder)");
        assertThatThrownBy(this::load)
                .isInstanceOf(CatalogFault.class)
                .hasMessageContaining(directory + ": has no file that ends with .yaml or .yml");
    }

    @Test
    void refusesAFileThatCannotBeRead() throws IOException {
        Files.createDirectory(directory.resolve("folder.yaml"));
        assertThatThrownBy(this::load)
                .isInstanceOf(CatalogFault.class)
                .hasMessageContaining("folder.yaml: cannot be read");

        Files.delete(directory.resolve("folder.yaml"));
        Files.write(mine(), new byte[] {'-', ' ', (byte) 0xe9});
        assertThatThrownBy(this::load)
                .isInstanceOf(CatalogFault.class)
                .hasMessageContaining("mine.yaml: is not UTF-8");
    }

    private Path mine() {
        return directory.resolve("mine.yaml");
    }

    private Catalog load() {
        return Catalog.with(directory, Shelf.PROVIDERS, Shelf.TODAY);
    }

    /// The catalogue with an operator's file.
    private Catalog with(String yaml) throws IOException {
        Files.writeString(mine(), yaml);
        return load();
    }

    private List<String> faults(String yaml) {
        return catchThrowableOfType(CatalogFault.class, () -> with(yaml)).faults();
    }

    @Test
    void showsAModelThatMakesAPictureOfAPromptAlone() throws IOException {
        assertThat(CATALOG.pictureFromPrompt()).isPresent();

        var catalog =
                with(
                        ENTRY.replace("[prompt]", "[prompt, n]")
                                .replace(", default: 1", "")
                                .replace("preview", "available"));

        assertThat(catalog.models().getFirst().path()).isEqualTo("acme/paint-2");
        assertThat(catalog.pictureFromPrompt().map(Model::path))
                .isEqualTo(CATALOG.pictureFromPrompt().map(Model::path));
    }

    @Test
    void takesInputsAfterItsWarmUp() {
        CATALOG.warmUp();

        var input = Shelf.json("{'prompt': 'a'}");
        assertThat(CATALOG.require("google/veo-3.1").normalise(input).path("n").asInt()).isOne();
    }

    @Test
    void readsFromAJar() throws IOException {
        var jar = directory.resolve("program.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("catalog/acme.yaml"));
            out.write(ENTRY.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            out.putNextEntry(new JarEntry("other/notes.yaml"));
        }

        assertThat(CatalogFile.in(jar)).containsExactly(new CatalogFile("acme.yaml", ENTRY, true));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30T23:59:59.999Z, AVAILABLE",
        "2026-12-01T00:00:00Z,     RETIRED",
        "2027-01-01T00:00:00Z,     RETIRED"
    })
    void retiresAModelOnItsDay(Instant now, Status status) {
        var catalog = Catalog.bundled(InstantSource.fixed(now));

        assertThat(catalog.find("openai/gpt-image-1.5").orElseThrow().status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = NOT_ON_OFFER)
    void namesAModelThatCanBeUsed(String path, String family, String message) {
        var problem = catchThrowableOfType(Problem.class, () -> CATALOG.require(path));

        assertThat(problem.code()).isEqualTo(ErrorCode.UNSUPPORTED_MODEL);
        assertThat(problem.publicCode()).isEqualTo(family + "_GENERATION_UNSUPPORTED_MODEL");
        assertThat(problem.message()).isEqualTo(message.replace("@", "The model"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = NO_SPEECH)
    void speaksForTheOneFamilyThatIsAskedFor(String path, String message) {
        var problem = catchThrowableOfType(Problem.class, () -> CATALOG.require(path, Family.TTS));

        assertThat(problem.publicCode()).isEqualTo("TTS_GENERATION_UNSUPPORTED_MODEL");
        assertThat(problem.message()).isEqualTo(message);
    }

    @Test
    void repeatsLittleOfAPathThatIsNoModel() {
        var path = "google/" + "\u001b[2J\u202e".repeat(10) + "x".repeat(100_000);

        var problem = catchThrowableOfType(Problem.class, () -> CATALOG.require(path));

        assertThat(problem.message()).hasSizeLessThan(150).doesNotContain("\u001b", "\u202e");
    }

    @Test
    void triesARouteOfTheOperatorsBeforeTheOthers() {
        var own = new Route("own", "sdxl");

        var routed = CATALOG.routedFirst(Map.of("openai/gpt-image-2", own), Set.of(Family.IMAGE));

        var before = CATALOG.require("openai/gpt-image-2").routes();
        assertThat(routed.require("openai/gpt-image-2").routes())
                .first()
                .isEqualTo(own)
                .satisfies(_ -> assertThat(before).doesNotContain(own).isNotEmpty());
        assertThat(routed.require("openai/gpt-image-2").routes()).hasSize(before.size() + 1);
    }

    @ParameterizedTest
    @CsvSource({"openai/gpt-image-99", "google/veo-3.1"})
    void refusesARouteOfTheOperatorsToWhatItCannotMake(String path) {
        var routes = Map.of(path, new Route("own", "sdxl"));

        assertThatThrownBy(() -> CATALOG.routedFirst(routes, Set.of(Family.IMAGE)))
                .isInstanceOf(CatalogFault.class)
                .hasMessageContaining(path);
    }
}
