package io.mediagate.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.error.Secret;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateway's PostgreSQL: a pool of connections, transactions, migrations.
///
/// A feature that changes something opens the transaction and hands the `Handle` to the others, so that
/// it can be read in the code what commits together.
public final class Database implements AutoCloseable {

    /// Where the database is and how to get in.
    ///
    /// @param url a JDBC URL without user and password
    public record Address(String url, String user, Secret password) {}

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final Duration RETRY_AFTER_OUTAGE = Duration.ofSeconds(2);
    private static final int SECRET_BYTES = 32;

    /// Our statements are few and run over arrays: planning each anew costs more than it gains. A plan is
    /// then kept for long, also one that was made while a table was empty and read whole in no time: all
    /// statements go by indexes, but for those that read whole tables and switch this back.
    private static final String SESSION =
            "-c plan_cache_mode=force_generic_plan -c jit=off -c enable_seqscan=off";

    private static final int IDLE_CONNECTIONS = 2;
    private static final Duration PATIENCE_FOR_A_CONNECTION = Duration.ofSeconds(5);

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    /// Whether the last that was heard of the database is that it is out of reach. Whoever comes then does
    /// not wait as long as the first one did: the pool reconnects by itself, and until it has a connection
    /// again, there is nothing to wait for. A pool that is merely busy has some.
    private volatile boolean away;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
        jdbi.configure(
                StatementExceptions.class,
                exceptions -> exceptions.setMessageRendering(MessageRendering.NONE));
        // No statement of ours has attributes to fill in.
        jdbi.configure(
                SqlStatements.class,
                statements ->
                        statements
                                .setTemplateEngine(TemplateEngine.NOP)
                                .setSqlParser(new ColonParameters()));
        jdbi.registerArrayType(String.class, "text");
        jdbi.registerArrayType(Long.class, "bigint");
        jdbi.registerArrayType(Integer.class, "integer");
        jdbi.registerArrayType(Boolean.class, "boolean");
    }

    /// Loads what the first of them otherwise waits for.
    public static void prepare() {
        Jdbi.create(() -> {
            throw new SQLException("there is no database yet");
        });
    }

    /// Connects and brings the schema up to date. Throws when the database cannot be reached.
    ///
    /// @param connections how many may be open at once, from 4
    public static Database open(Address address, int connections) {
        var database = connect(address, connections);
        Migrations.apply(database.pool, database.jdbi);
        return database;
    }

    /// Connects to whatever is there.
    static Database connect(Address address, int connections) {
        var config = new HikariConfig();
        config.setPoolName("database");
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password().value());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(Math.min(IDLE_CONNECTIONS, connections));
        config.setConnectionTimeout(PATIENCE_FOR_A_CONNECTION.toMillis());
        config.setAutoCommit(true);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("prepareThreshold", "2");
        config.addDataSourceProperty("options", SESSION);
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("socketTimeout", "30");
        // The detail of an error is the row that did not fit, and a statement's arguments are
        // texts of callers: neither may get into the log.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.addDataSourceProperty("ApplicationName", "mediagate");
        return new Database(new HikariDataSource(config));
    }

    /// Runs statements that need no common transaction.
    public <T> T with(Function<Handle, T> work) {
        return guarded(() -> jdbi.withHandle(work::apply));
    }

    /// Runs all of the work in one transaction, or none of it.
    public <T> T transaction(Function<Handle, T> work) {
        return guarded(() -> jdbi.inTransaction(work::apply));
    }

    /// Runs all of the work in one transaction, or none of it.
    public void run(Consumer<Handle> work) {
        transaction(handle -> {
            work.accept(handle);
            return true;
        });
    }

    /// Says in our words that the database is out of reach, so that callers get a 503 and not a bug's 500.
    private <T> T guarded(Supplier<T> work) {
        if (away && pool.getHikariPoolMXBean().getTotalConnections() == 0) {
            throw outOfReach();
        }
        try {
            var result = work.get();
            if (away) {
                away = false;
            }
            return result;
        } catch (JdbiException e) {
            if (Outage.caused(e)) {
                // Not the whole message: that repeats the statement's arguments, callers' texts
                // among them.
                LOG.warn("the database is out of reach: {}", reason(e));
                away = true;
                throw outOfReach();
            }
            throw e;
        }
    }

    private static Problem outOfReach() {
        return Problem.of(ErrorCode.SERVICE_UNAVAILABLE).withRetryAfter(RETRY_AFTER_OUTAGE);
    }

    private static String reason(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    /// A secret that all nodes on this database share, made at the first need.
    ///
    /// @param name of the setting
    public Secret secret(String name) {
        var random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        return transaction(handle -> {
            handle.createUpdate("INSERT INTO setting VALUES (:name, :value) ON CONFLICT DO NOTHING")
                    .bind("name", name)
                    .bind("value", HexFormat.of().formatHex(random))
                    .execute();
            return new Secret(
                    handle.createQuery("SELECT value FROM setting WHERE name = :name")
                            .bind("name", name)
                            .mapTo(String.class)
                            .one());
        });
    }

    /// How the pool of connections stands.
    ///
    /// @param waiting callers who wait for a connection
    /// @param most how many may be open at once
    public record Pool(int busy, int idle, int waiting, int most) {}

    /// How the pool stands right now.
    public Pool pool() {
        var now = pool.getHikariPoolMXBean();
        return new Pool(
                now.getActiveConnections(),
                now.getIdleConnections(),
                now.getThreadsAwaitingConnection(),
                pool.getMaximumPoolSize());
    }

    /// Whether the database was out of reach when it was last asked.
    public boolean isAway() {
        return away;
    }

    @Override
    public void close() {
        pool.close();
    }
}
