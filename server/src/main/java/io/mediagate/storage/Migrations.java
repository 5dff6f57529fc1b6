package io.mediagate.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
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

    /// @param mark of the migrations that this program brings
    static void apply(DataSource database, Jdbi jdbi, String mark) {
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

    /// Of those that this program brings, by their names and checksums.
    static String mark() {
        try {
            var source = Migrations.class.getProtectionDomain().getCodeSource();
            return mark(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot find the program's own files", e);
        }
    }

    /// Of those in a jar or in a directory of classes.
    static String mark(Path classes) {
        try {
            var all = Files.isDirectory(classes) ? in(classes.resolve(FOLDER)) : packed(classes);
            var digest = MessageDigest.getInstance("SHA-256");
            var lines = String.join("\n", all).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(digest.digest(lines));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the migrations in " + classes, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> packed(Path jar) throws IOException {
        try (var archive = new JarFile(jar.toFile())) {
            return archive.stream()
                    .filter(entry -> entry.getName().matches(FOLDER + "/.+"))
                    .map(entry -> line(entry.getName(), entry.getCrc()))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> in(Path folder) throws IOException {
        var lines = new ArrayList<String>();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var checksum = new CRC32();
                checksum.update(Files.readAllBytes(file));
                lines.add(line(FOLDER + "/" + file.getFileName(), checksum.getValue()));
            }
        }
        return lines.stream().sorted().toList();
    }

    private static String line(String name, long checksum) {
        return "%s %x".formatted(name, checksum);
    }
}
