package io.mediagate.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.ParsedSql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// It must read our SQL as Jdbi's own parser does.
class ColonParametersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SELECT 1",
                "SELECT :a",
                "SELECT ?, '?' FROM t WHERE a = ? -- ?\n",
                "SELECT :a, :b,:a WHERE x=:c_1",
                "SELECT x::bigint, :list::text[], '{}'::jsonb",
                "SELECT ':a', 'it''s :b', ':', :c",
                "SELECT \":a\" FROM t WHERE y <> :b",
                "SELECT input->>'text', now() - :age * INTERVAL '1 second'",
                "SELECT 1 -- not :a and not 'this\n FROM t WHERE b = :b",
                "UPDATE t SET a = :a WHERE b IN (SELECT unnest(:ids)) RETURNING c",
                "SELECT '12:30'::time < :t AND x <= :y AND a[1] = :z",
            })
    void readsAsJdbiDoes(String sql) {
        assertThat(ColonParameters.parse(sql)).isEqualTo(theirs(sql));
    }

    @Test
    void isWhatTheDatabaseUses() {
        try (var database = TestDatabase.open()) {
            var answer =
                    database.with(handle ->
                            handle.createQuery("SELECT :a || ':b' -- :c\n")
                                    .bind("a", "x")
                                    .mapTo(String.class)
                                    .one());

            assertThat(answer).isEqualTo("x:b");
        }
    }

    @SuppressWarnings("NullAway") // Their parser needs the context for its failures only.
    private static ParsedSql theirs(String sql) {
        return new ColonPrefixSqlParser().parse(sql, null);
    }
}
