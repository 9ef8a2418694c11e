package io.thelook.dashboard.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jboss.logging.Logger;

/**
 * The file of the history, opened with DuckDB. One process at a time can have it open for writing. {@link #connect} is
 * thread-safe.
 *
 * <p>The whole result of a query is in memory. DuckDB could compute it while it is read, but a fault in the middle,
 * such as damage, would then have no message. Callers read many records in {@linkplain TimeSpan#parts parts}.
 */
final class Database implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Database.class);
    private static final String FILE = "history.duckdb";
    private static final int THREADS = 2;

    private final HistorySettings settings;
    private final DuckDBConnection root;
    private final String obstacle;

    private Database(HistorySettings settings, DuckDBConnection root, String obstacle) {
        this.settings = settings;
        this.root = root;
        this.obstacle = obstacle;
    }

    /**
     * Opens the file, or creates it. If it can only be read, it is opened for that. A damaged file is {@link Mending
     * mended}.
     *
     * @throws HistoryException if it cannot be opened; the message says why, in words
     */
    static Database open(HistorySettings settings) throws HistoryException {
        try {
            Files.createDirectories(settings.folder());
        } catch (IOException e) {
            throw new HistoryException("the folder " + settings.folder() + " cannot be created: " + Faults.words(e), e);
        }
        try {
            return writable(settings);
        } catch (SQLException e) {
            return Faults.isDamage(e) ? Mending.of(settings, e) : readOnly(settings, e);
        }
    }

    /** Opens the file, or creates it. */
    static Database writable(HistorySettings settings) throws SQLException {
        DuckDBConnection root = connect(settings, false);
        boolean isReady = false;
        try {
            Schema.CURRENT.migrate(root);
            isReady = true;
            return new Database(settings, root, null);
        } finally {
            if (!isReady) {
                root.close();
            }
        }
    }

    private static Database readOnly(HistorySettings settings, SQLException obstacle) throws HistoryException {
        if (Faults.isLock(obstacle) || !Files.exists(file(settings))) {
            throw new HistoryException(Faults.words(obstacle), obstacle);
        }
        try {
            DuckDBConnection root = connect(settings, true);
            boolean isReady = false;
            try {
                Schema.CURRENT.check(root);
                isReady = true;
                return new Database(settings, root, Faults.words(obstacle));
            } finally {
                if (!isReady) {
                    root.close();
                }
            }
        } catch (SQLException e) {
            obstacle.addSuppressed(e);
            throw new HistoryException(Faults.words(obstacle), obstacle);
        }
    }

    private static DuckDBConnection connect(HistorySettings settings, boolean isReadOnly) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("memory_limit", settings.memoryBytes() / 1_000_000 + "MB");
        properties.setProperty("threads", Integer.toString(THREADS));
        properties.setProperty("temp_directory", settings.temporary().toString());
        properties.setProperty("max_temp_directory_size", settings.maxBytes() / 1_000_000 + "MB");
        properties.setProperty("preserve_insertion_order", "false");
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        if (isReadOnly) {
            properties.setProperty(DuckDBDriver.DUCKDB_READONLY_PROPERTY, "true");
        }
        // The manager of drivers knows only those of the class loader that asked it first.
        return (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:" + file(settings), properties);
    }

    /** Another connection to the file. */
    DuckDBConnection connect() throws SQLException {
        return root.duplicate();
    }

    /** Whether the file cannot be written. */
    boolean isReadOnly() {
        return obstacle != null;
    }

    /** Why the file cannot be written, in words; {@code null} if it can. */
    String obstacle() {
        return obstacle;
    }

    /** Whether the file could be written if it were opened again. */
    boolean isWritable() {
        return Files.isWritable(settings.folder()) && Files.isWritable(file());
    }

    /** The size of the file in bytes, without the freed space in it. */
    long bytes() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT used_blocks * block_size FROM pragma_database_size() WHERE database_name ="
                                + " current_database()")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The bytes that are free on the disk; {@link Long#MAX_VALUE} if that is unknown. */
    long free() {
        var folder = settings.folder().toFile();
        return folder.getTotalSpace() == 0 ? Long.MAX_VALUE : folder.getUsableSpace();
    }

    /** Deletes the temporary files of a process that was killed. */
    void deleteTemporary() {
        if (!Files.isDirectory(settings.temporary())) {
            return;
        }
        try (Stream<Path> files = Files.list(settings.temporary())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.warnf("the temporary files of the history cannot be deleted: %s", Faults.words(e));
        }
    }

    Path file() {
        return file(settings);
    }

    static Path file(HistorySettings settings) {
        return settings.folder().resolve(FILE);
    }

    @Override
    public void close() throws SQLException {
        root.close();
    }
}
