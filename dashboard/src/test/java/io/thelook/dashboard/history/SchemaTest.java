package io.thelook.dashboard.history;

import static io.thelook.dashboard.history.Fixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {

    private static final List<String> FIRST = List.of("CREATE TABLE a (x INTEGER)", "INSERT INTO a VALUES (1), (2)");
    private static final List<String> SECOND = List.of("ALTER TABLE a ADD COLUMN y INTEGER", "UPDATE a SET y = x * 10");

    @TempDir
    Path folder;

    private Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:duckdb:" + Database.file(settings(folder)));
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void olderFile_getsTheStepsThatItLacks() throws Exception {
        try (Connection file = open()) {
            new Schema(List.of(FIRST)).migrate(file);
        }

        try (Connection file = open()) {
            new Schema(List.of(FIRST, SECOND)).migrate(file);
            new Schema(List.of(FIRST, SECOND)).migrate(file);

            assertThat(number(file, "SELECT sum(y) FROM a")).isEqualTo(30);
            assertThat(number(file, "SELECT max(version) FROM schema_version")).isEqualTo(2);
            assertThat(number(file, "SELECT count(*) FROM schema_version")).isEqualTo(1);
        }
    }

    @Test
    void stepThatFails_leavesTheFileAsItWas() throws Exception {
        List<String> broken = Stream.concat(SECOND.stream(), Stream.of("INSERT INTO none VALUES (1)"))
                .toList();
        try (Connection file = open()) {
            new Schema(List.of(FIRST)).migrate(file);

            assertThatThrownBy(() -> new Schema(List.of(FIRST, broken)).migrate(file))
                    .isInstanceOf(SQLException.class);
            assertThat(number(file, "SELECT max(version) FROM schema_version")).isEqualTo(1);
        }

        try (Connection file = open()) {
            assertThat(number(file, "SELECT max(version) FROM schema_version")).isEqualTo(1);
            assertThat(number(file, "SELECT count(*) FROM information_schema.columns WHERE table_name = 'a'"))
                    .isEqualTo(1);
            new Schema(List.of(FIRST, SECOND)).migrate(file);
            assertThat(number(file, "SELECT sum(y) FROM a")).isEqualTo(30);
        }
    }

    @Test
    void fileOfANewerVersion_isRefused_andNotTouched() throws Exception {
        Database.open(settings(folder)).close();
        int newer = Schema.CURRENT.steps().size() + 1;
        try (Connection file = open();
                Statement statement = file.createStatement()) {
            statement.execute("UPDATE schema_version SET version = " + newer);
        }

        assertThatThrownBy(() -> Database.open(settings(folder)))
                .isInstanceOf(HistoryException.class)
                .hasMessage("the history was written by a newer version of the dashboard (schema " + newer
                        + ", this one knows " + (newer - 1) + ")");

        try (Connection file = open()) {
            assertThat(number(file, "SELECT max(version) FROM schema_version")).isEqualTo(newer);
        }
    }

    @Test
    void olderFile_isRefused_ifItCannotBeChanged() throws Exception {
        try (Connection file = open()) {
            new Schema(List.of(FIRST)).migrate(file);

            assertThatThrownBy(() -> new Schema(List.of(FIRST, SECOND)).check(file))
                    .hasMessageContaining("older version");
            new Schema(List.of(FIRST)).check(file);
        }
    }
}
