package io.mediagate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediagate.error.Secret;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

    @Test
    void keepsWhatWasCommittedAndIsDurable(@TempDir Path folder) {
        try (var server = EmbeddedDatabase.start(folder);
                var database = Database.open(server.address(), 4)) {
            database.run(h -> h.execute("INSERT INTO setting VALUES ('a', 'b')"));
        }

        try (var server = EmbeddedDatabase.start(folder);
                var database = Database.open(server.address(), 4)) {
            assertThat(shown(database, "SELECT value FROM setting WHERE name = 'a'"))
                    .isEqualTo("b");
            assertThat(shown(database, "SHOW fsync")).isEqualTo("on");
            assertThat(shown(database, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(shown(database, "SHOW full_page_writes")).isEqualTo("on");
        }
    }

    @Test
    void letsNobodyInWithoutThePassword() {
        var address = TestDatabase.address();
        var wrong = new Database.Address(address.url(), address.user(), new Secret("wrong"));

        assertThatThrownBy(() -> Database.open(wrong, 4)).hasMessageContaining("password");
    }

    private static String shown(Database database, String sql) {
        return database.with(h -> h.createQuery(sql).mapTo(String.class).one());
    }
}
