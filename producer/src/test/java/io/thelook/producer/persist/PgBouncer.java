package io.thelook.producer.persist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thelook.service.testing.FreePort;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real PgBouncer in transaction mode before a {@link Postgres}, on a free port of the loopback: the one on the PATH,
 * or where Debian puts it. It has one connection to the server, which all clients share. Where there is none, tests are
 * skipped; on CI they fail.
 */
final class PgBouncer implements AutoCloseable {

    private static final Path DEBIANS = Path.of("/usr/sbin/pgbouncer");

    private final int port;
    private final Path folder;
    private final Process process;

    private PgBouncer(Path program, Postgres postgres) throws IOException {
        port = FreePort.next();
        folder = Files.createTempDirectory("pgbouncer");
        Path configuration = folder.resolve("pgbouncer.ini");
        Path users = Files.writeString(folder.resolve("users"), "\"thelook\" \"\"\n");
        Files.write(
                configuration,
                List.of(
                        "[databases]",
                        "postgres = host=127.0.0.1 port=" + postgres.port() + " user=thelook",
                        "[pgbouncer]",
                        "listen_addr = 127.0.0.1",
                        "listen_port = " + port,
                        "unix_socket_dir =",
                        "auth_type = trust",
                        "auth_file = " + users,
                        "pool_mode = transaction",
                        "default_pool_size = 1"));
        List<String> command = new ArrayList<>();
        if (Postgres.isRoot()) {
            // It does not run as root.
            new ProcessBuilder("chown", "-R", "postgres", folder.toString())
                    .start()
                    .onExit()
                    .join();
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.addAll(List.of(program.toString(), configuration.toString()));
        process = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    static PgBouncer start(Postgres postgres) throws IOException {
        Optional<Path> program = Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator))
                                .map(folder -> Path.of(folder, "pgbouncer")),
                        Stream.of(DEBIANS))
                .filter(Files::isExecutable)
                .findFirst();
        assertThat(program.isPresent() || System.getenv("CI") == null)
                .as("CI has a PgBouncer")
                .isTrue();
        assumeTrue(program.isPresent(), "no PgBouncer here: neither on the PATH nor at " + DEBIANS);
        PgBouncer pooler = new PgBouncer(program.get(), postgres);
        await().until(pooler::answers);
        return pooler;
    }

    private boolean answers() throws IOException {
        assertThat(process.isAlive()).as(() -> "PgBouncer runs: " + log()).isTrue();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    String address(String database) {
        return "postgres://thelook@127.0.0.1:" + port + "/" + database;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        for (String file : List.of("pgbouncer.ini", "users", "log", "")) {
            Files.deleteIfExists(folder.resolve(file));
        }
    }
}
