package io.thelook.e2e;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Caddy, with the settings of deploy/caddy, in front of dashboards on ports of this machine. */
final class LoadBalancer implements AutoCloseable {

    private static final Path SETTINGS = Path.of("..", "deploy", "caddy", "Caddyfile");

    private final int port = ServiceProcess.freePort();
    private final Process process;

    /**
     * Starts it and waits until it listens. Skips the test if Caddy is not installed; on CI, the test fails.
     *
     * @param folder for its settings and what it keeps
     */
    LoadBalancer(Path folder, int... dashboards) throws IOException {
        Installed.assumeProgram("caddy", "caddy");
        String settings = Files.readString(SETTINGS).replace(":8080 {", ":" + port + " {");
        for (int i = 0; i < dashboards.length; i++) {
            settings = settings.replace("dashboard-" + (i + 1) + ":3000", "localhost:" + dashboards[i]);
        }
        Path file = Files.writeString(folder.resolve("Caddyfile"), settings);
        ProcessBuilder builder = new ProcessBuilder(
                        "caddy", "run", "--config", file.toString(), "--adapter", "caddyfile")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("caddy.log").toFile());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("XDG_DATA_HOME", folder.toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.toString());
        process = builder.start();
        Awaitility.await()
                .alias("caddy listens")
                .failFast(() -> !process.isAlive())
                .ignoreExceptions()
                .until(() -> {
                    new Socket("localhost", port).close();
                    return true;
                });
    }

    URI uri(String scheme, String path) {
        return URI.create(scheme + "://localhost:" + port + path);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
