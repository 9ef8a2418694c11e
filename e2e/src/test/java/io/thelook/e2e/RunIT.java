package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.thelook.service.testing.PrivateCa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./run}, in a {@link Checkout}. */
class RunIT {

    private static final List<String> SERVICES = Checkout.SERVICES;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path checkout;

    private final int producerPort = ServiceProcess.freePort();
    private final int dashboardPort = ServiceProcess.freePort();
    private Process run;
    private Path output;

    @BeforeEach
    void checkOut() throws IOException {
        output = checkout.resolve("output");
        Checkout.make(checkout);
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (run == null) {
            return;
        }
        List<ProcessHandle> services = run.descendants().toList();
        run.destroy();
        if (!run.waitFor(20, TimeUnit.SECONDS)) {
            run.destroyForcibly();
            services.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void builtCheckout_isNotBuiltAgain() throws IOException {
        // Files that the build itself leaves behind are newer than the jars.
        Files.createDirectories(checkout.resolve("dashboard/node_modules/lit"));
        Files.writeString(checkout.resolve("dashboard/node_modules/lit/index.js"), "");
        Files.writeString(checkout.resolve("producer/target/report.txt"), "");

        startAndAwait(Map.of());

        assertThat(checkout.resolve("builds")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "service-base/pom.xml", "dashboard/src/main/java/Source.java"})
    void changedSource_isBuilt(String changed) throws IOException, InterruptedException {
        Files.setLastModifiedTime(
                checkout.resolve(changed), FileTime.from(Instant.now().plusSeconds(5)));

        start(Map.of("REFRESH_SECONDS", "0"));

        assertThat(exitCode()).isEqualTo(1);
        assertThat(checkout.resolve("builds")).hasContent("built");
    }

    @Test
    void removedSource_isBuilt() throws IOException, InterruptedException {
        Files.delete(checkout.resolve("producer/src/main/java/Source.java"));

        start(Map.of("REFRESH_SECONDS", "0"));

        assertThat(exitCode()).isEqualTo(1);
        assertThat(checkout.resolve("builds")).hasContent("built");
    }

    @Test
    void buildUnderRunningServices_doesNotBreakThem() throws IOException, InterruptedException {
        startAndAwait(Map.of());

        for (String service : SERVICES) {
            overwriteJars(checkout.resolve(service + "/target/quarkus-app"));
        }

        // These pages load classes and files that the start did not need.
        assertThat(get(producerPort, "/").statusCode()).isEqualTo(200);
        assertThat(get(producerPort, "/export/orders.csv").statusCode()).isEqualTo(200);
        assertThat(get(dashboardPort, "/").statusCode()).isEqualTo(200);
        assertThat(get(dashboardPort, "/window.csv").statusCode()).isEqualTo(200);
        assertThat(get(dashboardPort, "/q/metrics").statusCode()).isEqualTo(200);
    }

    /** As a build does: the same files, with other bytes in them. */
    private static void overwriteJars(Path application) throws IOException {
        try (Stream<Path> files = Files.walk(application)) {
            for (Path jar : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(jar, "another build");
            }
        }
    }

    @Test
    void plainPushMillis_isForTheProducerOnly() throws IOException, InterruptedException {
        // The producer's default, which is too little for the dashboard.
        startAndAwait(Map.of("PUSH_MILLIS", "20"));

        assertThat(log())
                .contains(
                        "run: PUSH_MILLIS is for the producer only: use PRODUCER_PUSH_MILLIS and DASHBOARD_PUSH_MILLIS");
    }

    @Test
    void plainPushMillis_reachesTheProducer() throws InterruptedException {
        start(Map.of("PUSH_MILLIS", "9"));

        assertThat(exitCode()).isEqualTo(1);
        assertThat(log())
                .contains("producer | configuration: PUSH_MILLIS=9: expected a whole number of milliseconds")
                .doesNotContain("dashboard | configuration");
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void signal_stopsBoth(String signal, int code) throws IOException, InterruptedException {
        assumeThat(isIgnored(signal))
                .as("this build ignores the signal, and so do its children")
                .isFalse();
        startAndAwait(Map.of());
        List<ProcessHandle> services = services();

        new ProcessBuilder("kill", "-" + signal, Long.toString(run.pid()))
                .start()
                .waitFor();

        assertThat(exitCode()).isEqualTo(code);
        assertThat(services).hasSize(2).noneMatch(ProcessHandle::isAlive);
        assertThat(checkout.resolve(".run")).isEmptyDirectory();
    }

    /** A shell that started this build in the background made it ignore SIGINT, for its children, too. */
    private static boolean isIgnored(String signal) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "kill -" + signal + " $$").start().waitFor() == 0;
    }

    @ParameterizedTest
    @ValueSource(strings = {"producer", "dashboard"})
    void serviceThatEnds_stopsTheOther(String service) throws IOException, InterruptedException {
        startAndAwait(Map.of());
        List<ProcessHandle> services = services();

        services.get(SERVICES.indexOf(service)).destroy();

        assertThat(exitCode()).isEqualTo(1);
        assertThat(services).hasSize(2).noneMatch(ProcessHandle::isAlive);
        assertThat(log()).contains("run: the " + service + " has ended; the reason stands above");
    }

    @Test
    void serviceThatCannotStart_saysWhyBeforeTheEnd() throws InterruptedException {
        start(Map.of("MODE", "fast"));

        assertThat(exitCode()).isEqualTo(1);
        assertThat(log())
                .containsSubsequence(
                        "producer | configuration: MODE=fast: expected shop or steady",
                        "run: the producer did not start; the reason stands above");
        assertThat(checkout.resolve(".run")).isEmptyDirectory();
    }

    @Test
    void deliveries_startNoProducer() throws IOException, InterruptedException {
        startAndAwait(Map.of("INGEST", "True"), "it");

        assertThat(services()).hasSize(1);
        assertThat(log())
                .contains("run: deliveries http://localhost:" + dashboardPort + "/ingest")
                .doesNotContain("producer |")
                .doesNotContain("run: feed");
        assertThatThrownBy(() -> get(producerPort, "/")).isInstanceOf(ConnectException.class);
        assertThat(checkout.resolve("data/journal")).isDirectory();
    }

    @Test
    void tls_isWaitedForAndShown() throws Exception {
        PrivateCa ca = new PrivateCa(Files.createDirectory(checkout.resolve("ca")));
        ca.issue(checkout.resolve("cert.pem"), checkout.resolve("key.pem"));

        startAndAwait(Map.of(
                "TLS_CERTIFICATE",
                "cert.pem",
                "TLS_KEY",
                "key.pem",
                "FEED_CA",
                ca.pem().toString()));

        assertThat(log())
                .contains("run: dashboard  https://localhost:" + dashboardPort)
                .contains("run: feed       wss://localhost:" + producerPort + "/ws");
        HttpClient secure = HttpClient.newBuilder().sslContext(ca.client()).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + dashboardPort + "/q/metrics"))
                .build();
        await().atMost(PATIENCE).until(() -> secure.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .anyMatch(line -> line.matches("thelook_frames_applied_total [1-9].*")));
    }

    /** The producer's port may then be in use, too: here by the feed itself. */
    @Test
    void feedOfAnotherShop_startsNoProducer() throws IOException {
        try (ServerSocket feed = new ServerSocket(producerPort)) {
            startAndAwait(Map.of("FEED", "wss://me:geheim@127.0.0.2:" + feed.getLocalPort() + "/ws"), "it");

            assertThat(services()).hasSize(1);
            assertThat(log())
                    .doesNotContain("producer |")
                    .doesNotContain("run: feed")
                    .doesNotContain("geheim");
        }
    }

    @Test
    void feedOfTheSimulatedShop_startsIt() throws IOException {
        startAndAwait(
                Map.of("FEED", "ws://localhost:" + producerPort + "/ws", "FEED_MODE", "additions", "INGEST", "true"));

        assertThat(services()).hasSize(2);
    }

    @Test
    void copyOfARunThatDied_isRemoved() throws IOException, InterruptedException {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Path left = Files.createDirectories(checkout.resolve(".run").resolve(Long.toString(dead.pid())));
        Path used = Files.createDirectories(checkout.resolve(".run")
                .resolve(Long.toString(ProcessHandle.current().pid())));

        start(Map.of("REFRESH_SECONDS", "0"));

        assertThat(exitCode()).isEqualTo(1);
        assertThat(left).doesNotExist();
        assertThat(used).exists();
    }

    @Test
    void kubernetesAddressOfAService_isNotThePort() throws InterruptedException {
        start(Map.of("DASHBOARD_PORT", "tcp://10.96.0.13:3000", "PRODUCER_PORT", "x"));

        assertThat(exitCode()).isEqualTo(1);
        assertThat(log())
                .contains("run: DASHBOARD_PORT=tcp://10.96.0.13:3000 is ignored")
                .contains("run: PRODUCER_PORT=x: expected a port from 1 to 65535");
    }

    private void start(Map<String, String> variables) {
        ProcessBuilder builder = new ProcessBuilder("bash", "run")
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PRODUCER_PORT", Integer.toString(producerPort));
        builder.environment().put("DASHBOARD_PORT", Integer.toString(dashboardPort));
        builder.environment().putAll(variables);
        try {
            run = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startAndAwait(Map<String, String> variables) {
        startAndAwait(variables, "both");
    }

    private void startAndAwait(Map<String, String> variables, String stopped) {
        start(variables);
        await().alias("the services are ready")
                .atMost(PATIENCE)
                .until(() -> !run.isAlive() || log().contains("run: Ctrl-C stops " + stopped));
        assertThat(run.isAlive()).as(log()).isTrue();
    }

    /** The producer and the dashboard. */
    private List<ProcessHandle> services() throws IOException {
        return Files.readAllLines(checkout.resolve(".run/" + run.pid() + "/pids")).stream()
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                .toList();
    }

    private int exitCode() throws InterruptedException {
        if (!run.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running: " + log());
        }
        return run.exitValue();
    }

    private String log() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<Void> get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(PATIENCE)
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.discarding());
    }
}
