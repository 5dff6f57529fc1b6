package io.mediagate.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.regex.Pattern;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.StatementContext;

/// Finds the `:name` and the `?` of our statements, for Jdbi. As `ColonPrefixSqlParser`, which reads every
/// database's SQL with a lexer that costs a start 0.4 s of a processor until it is warm; ours are
/// PostgreSQL's, and constants.
///
/// What stands in quotation marks or after `--` is no parameter, and `::` is a cast.
final class ColonParameters implements SqlParser {
    private static final Pattern TOKEN =
            Pattern.compile("'[^']*'|\"[^\"]*\"|--[^\\n]*|::|:([A-Za-z_]\\w*)|\\?");
    private static final int MOST_STATEMENTS = 1_000;

    private final Cache<String, ParsedSql> parsed =
            Caffeine.newBuilder().maximumSize(MOST_STATEMENTS).build();

    @Override
    public ParsedSql parse(String sql, StatementContext context) {
        return parsed.get(sql, ColonParameters::parse);
    }

    @Override
    public String nameParameter(String rawName, StatementContext context) {
        return ":" + rawName;
    }

    static ParsedSql parse(String sql) {
        var builder = ParsedSql.builder();
        var tokens = TOKEN.matcher(sql);
        int rest = 0;
        while (tokens.find()) {
            var name = tokens.group(1);
            boolean numbered = sql.charAt(tokens.start()) == '?';
            if (name == null && !numbered) {
                continue;
            }
            builder.append(sql.substring(rest, tokens.start()));
            rest = tokens.end();
            if (numbered) {
                builder.appendPositionalParameter();
            } else {
                builder.appendNamedParameter(name);
            }
        }
        return builder.append(sql.substring(rest)).build();
    }
}
