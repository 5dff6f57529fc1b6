package io.mediagate.storage;

import io.mediagate.resource.ProgramFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Brings the schema up to date. Flyway does it, and notes which migrations it did; so does this, by one
/// mark for all of them, since asking Flyway takes a tenth of a start. Where the mark is that of other
/// migrations, or there is none, Flyway is asked.
final class Migrations {
    private static final String FOLDER = "migrations";
    private static final String SETTING = "migrations";

    private Migrations() {}

    static void apply(DataSource database, Jdbi jdbi) {
        var mark = mark();
        if (jdbi.withHandle(Migrations::noted).filter(mark::equals).isPresent()) {
            return;
        }
        Flyway.configure().dataSource(database).locations("classpath:" + FOLDER).load().migrate();
        jdbi.useHandle(handle -> note(handle, mark));
    }

    private static Optional<String> noted(Handle handle) {
        boolean isEmpty =
                handle.createQuery("SELECT to_regclass('setting') IS NULL")
                        .mapTo(Boolean.class)
                        .one();
        return isEmpty
                ? Optional.empty()
                : handle.createQuery("SELECT value FROM setting WHERE name = :name")
                        .bind("name", SETTING)
                        .mapTo(String.class)
                        .findOne();
    }

    private static void note(Handle handle, String mark) {
        handle.createUpdate(
                        "INSERT INTO setting VALUES (:name, :value)"
                                + " ON CONFLICT (name) DO UPDATE SET value = excluded.value")
                .bind("name", SETTING)
                .bind("value", mark)
                .execute();
    }

    /// Of those that this program brings.
    static String mark() {
        return mark(ProgramFiles.program());
    }

    /// Of those in a jar or in a directory of classes: a line for each, its name and its checksum.
    static String mark(Path classes) {
        return ProgramFiles.in(classes, FOLDER, name -> name.endsWith(".sql")).entrySet().stream()
                .map(file -> "%s %x".formatted(file.getKey(), checksum(file.getValue())))
                .collect(Collectors.joining("\n"));
    }

    private static long checksum(byte[] migration) {
        var checksum = new CRC32();
        checksum.update(migration);
        return checksum.getValue();
    }
}
