package io.thelook.producer.persist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thelook.service.testing.FreePort;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real PostgreSQL on a free port of the loopback, in a separate folder: the one on the PATH, or where Debian puts it.
 * It does not run as root: then it is started as the user that its package makes. Where there is none, tests are
 * skipped; on CI they fail.
 */
final class Postgres {

    private static final Path DEBIANS = Path.of("/usr/lib/postgresql");

    private final Path programs;
    private final Path folder;
    private final int port;

    private Postgres(Path programs) throws IOException {
        this.programs = programs;
        folder = Files.createTempDirectory("postgres");
        port = FreePort.next();
    }

    static Postgres start() throws IOException, InterruptedException {
        Optional<Path> programs = find();
        assertThat(programs.isPresent() || System.getenv("CI") == null)
                .as("CI has a PostgreSQL")
                .isTrue();
        assumeTrue(programs.isPresent(), "no PostgreSQL here: neither initdb on the PATH nor in " + DEBIANS);
        Postgres postgres = new Postgres(programs.get());
        if (isRoot()) {
            postgres.run("chown", "postgres", postgres.folder.toString());
        }
        postgres.run(postgres.asUser("initdb", "-D", postgres.data(), "-U", "thelook", "-A", "trust", "-E", "UTF8"));
        // The user named guarded needs a password; all others are trusted.
        Path rules = Path.of(postgres.data(), "pg_hba.conf");
        Files.writeString(
                rules,
                "host all guarded 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules, StandardCharsets.UTF_8));
        postgres.restart();
        return postgres;
    }

    private static Optional<Path> find() throws IOException {
        List<Path> folders = new ArrayList<>();
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            folders.add(Path.of(folder));
        }
        if (Files.isDirectory(DEBIANS)) {
            try (Stream<Path> versions = Files.list(DEBIANS)) {
                versions.sorted(Comparator.reverseOrder())
                        .map(version -> version.resolve("bin"))
                        .forEach(folders::add);
            }
        }
        return folders.stream()
                .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                .findFirst();
    }

    /** Starts it, on the same port and with the same data. */
    void restart() throws IOException, InterruptedException {
        String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off";
        run(asUser("pg_ctl", "-D", data(), "-w", "-t", "60", "-l", data() + ".log", "-o", options, "start"));
    }

    /** Stops it at once, without notifying its clients. */
    void kill() throws IOException, InterruptedException {
        run(asUser("pg_ctl", "-D", data(), "-w", "-m", "immediate", "stop"));
    }

    /** The address for the superuser. */
    String address() {
        return address("thelook", "postgres");
    }

    String address(String userInfo, String database) {
        return "postgres://" + userInfo + "@127.0.0.1:" + port + "/" + database;
    }

    /** Executes statements as the superuser, each in a separate transaction. */
    void execute(String database, String... statements) throws SQLException {
        try (Connection connection =
                        Database.parse(address("thelook", database)).connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    int port() {
        return port;
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private String[] asUser(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private void run(String... command) throws IOException, InterruptedException {
        File output = new File(folder.toString() + ".out");
        Process process = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output.toPath())).isZero();
    }

    void close() throws IOException, InterruptedException {
        if (Files.exists(Path.of(data(), "postmaster.pid"))) {
            kill();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
        Files.deleteIfExists(Path.of(folder + ".out"));
    }
}
