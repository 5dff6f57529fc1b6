package io.mediagate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
    private static final String MARK = "SELECT value FROM setting WHERE name = 'migrations'";

    private final Database.Address address = TestDatabase.address();
    private final Database database = Database.connect(address, 4);

    @TempDir private Path folder;

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void asksFlywayOnlyWhenTheMarkIsAnother() {
        // Where it is asked, it refuses a schema whose history is gone.
        database.run(handle -> handle.execute("DROP TABLE flyway_schema_history"));

        Database.open(address, 4).close();

        database.run(handle -> handle.execute("UPDATE setting SET value = 'of other migrations'"));
        assertThatThrownBy(() -> Database.open(address, 4)).hasMessageContaining("history");
        database.run(handle -> handle.execute("DELETE FROM setting"));
        assertThatThrownBy(() -> Database.open(address, 4)).hasMessageContaining("history");
    }

    /// After a crash between the migrations and the mark, and after another version was here.
    @Test
    void notesTheMarkOnceFlywayIsDone() {
        for (var crash : new String[] {"DELETE FROM setting", "UPDATE setting SET value = 'x'"}) {
            database.run(handle -> handle.execute(crash));

            Database.open(address, 4).close();

            assertThat(one(MARK)).isEqualTo(Migrations.mark());
        }
    }

    @Test
    void makesTheSchemaOfAnEmptyDatabase() {
        database.run(handle -> handle.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public"));

        Database.open(address, 4).close();

        assertThat(one("SELECT count(*)::text FROM generation")).isEqualTo("0");
        assertThat(one(MARK)).isEqualTo(Migrations.mark());
    }

    @Test
    void marksTheSameFilesAlikeInAJarAndInADirectory() throws IOException {
        var classes = Files.createDirectories(folder.resolve("classes/migrations"));
        Files.writeString(classes.resolve("V1__a.sql"), "SELECT 1;");
        Files.writeString(classes.resolve("V2__b.sql"), "SELECT 2;");

        var mark = Migrations.mark(folder.resolve("classes"));

        assertThat(Migrations.mark(jar("V2__b.sql", "SELECT 2;", "V1__a.sql", "SELECT 1;")))
                .isEqualTo(mark);
        assertThat(Migrations.mark(jar("V1__a.sql", "SELECT 1;"))).isNotEqualTo(mark);
        assertThat(Migrations.mark(jar("V1__a.sql", "SELECT 1;", "V2__b.sql", "SELECT 3;")))
                .isNotEqualTo(mark);
    }

    private Path jar(String... namesAndTexts) throws IOException {
        var jar = Files.createTempFile(folder, "program", ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("migrations/"));
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                out.putNextEntry(new JarEntry("migrations/" + namesAndTexts[i]));
                out.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private String one(String sql) {
        return database.with(handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
