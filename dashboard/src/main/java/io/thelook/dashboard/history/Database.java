package io.thelook.dashboard.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jboss.logging.Logger;

/**
 * The file of the history, opened with DuckDB. One process at a time can have it open. {@link #connect} is thread-safe.
 */
final class Database implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Database.class);
    private static final String FILE = "history.duckdb";
    private static final int THREADS = 2;

    private final Path file;
    private final DuckDBConnection root;

    private Database(Path file, DuckDBConnection root) {
        this.file = file;
        this.root = root;
    }

    /**
     * Opens the file, or creates it. A damaged file is put aside under another name, and a new one is begun.
     *
     * @throws HistoryException if it cannot be opened; the message says why, in words
     */
    static Database open(HistorySettings settings) throws HistoryException {
        Path file = settings.folder().resolve(FILE);
        try {
            Files.createDirectories(settings.folder());
        } catch (IOException e) {
            throw new HistoryException("the folder " + settings.folder() + " cannot be created: " + Faults.words(e), e);
        }
        try {
            return new Database(file, open(file, settings));
        } catch (SQLException e) {
            if (!Faults.isDamage(e)) {
                throw new HistoryException(Faults.words(e), e);
            }
            return afterDamage(file, settings, e);
        }
    }

    private static Database afterDamage(Path file, HistorySettings settings, SQLException damage)
            throws HistoryException {
        try {
            // Without its log of the last seconds, a file that was not closed may be whole.
            Path log = Path.of(file + ".wal");
            if (Files.exists(log)) {
                Path aside = putAside(log);
                LOG.warnf("the log of the history is damaged (%s); it is now %s", Faults.words(damage), aside);
                try {
                    return new Database(file, open(file, settings));
                } catch (SQLException e) {
                    if (!Faults.isDamage(e)) {
                        throw new HistoryException(Faults.words(e), e);
                    }
                }
            }
            Path aside = putAside(file);
            LOG.errorf("the history is damaged (%s); it is now %s, and a new one begins", Faults.words(damage), aside);
            return new Database(file, open(file, settings));
        } catch (SQLException | IOException e) {
            throw new HistoryException(Faults.words(e), e);
        }
    }

    private static Path putAside(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged-"
                + Instant.now().toString().replace(':', '-').replaceAll("\\..*", ""));
        return Files.move(file, aside);
    }

    private static DuckDBConnection open(Path file, HistorySettings settings) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("memory_limit", settings.memoryBytes() / 1_000_000 + "MB");
        properties.setProperty("threads", Integer.toString(THREADS));
        properties.setProperty(
                "temp_directory", settings.folder().resolve("temp").toString());
        properties.setProperty("max_temp_directory_size", settings.maxBytes() / 1_000_000 + "MB");
        properties.setProperty("preserve_insertion_order", "false");
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
        Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file, properties);
        boolean isReady = false;
        try {
            DuckDBConnection root = (DuckDBConnection) connection;
            Schema.CURRENT.migrate(root);
            isReady = true;
            return root;
        } finally {
            if (!isReady) {
                connection.close();
            }
        }
    }

    /** Another connection to the file. */
    DuckDBConnection connect() throws SQLException {
        return root.duplicate();
    }

    /** The bytes that the file takes, without what was freed in it. */
    long bytes() throws SQLException {
        try (Connection connection = root.duplicate();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT used_blocks * block_size FROM pragma_database_size() WHERE database_name ="
                                + " current_database()")) {
            row.next();
            return row.getLong(1);
        }
    }

    Path file() {
        return file;
    }

    @Override
    public void close() throws SQLException {
        root.close();
    }
}
