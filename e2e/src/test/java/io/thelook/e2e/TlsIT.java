package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.options.ColorScheme;
import io.thelook.service.testing.PrivateCa;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both services with TLS, and certificates of an authority that only FEED_CA and the clients here trust. */
class TlsIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static PrivateCa ca;
    private static HttpClient http;
    private static Map<String, String> tls;
    private static ServiceProcess producer;
    private static ServiceProcess dashboard;

    @BeforeAll
    static void start() throws Exception {
        ca = new PrivateCa(Files.createDirectory(folder.resolve("ca")));
        ca.issue(file("cert.pem"), file("key.pem"));
        http = HttpClient.newBuilder().sslContext(ca.client()).build();
        tls = Map.of(
                "TLS_CERTIFICATE",
                file("cert.pem").toString(),
                "TLS_KEY",
                file("key.pem").toString());
        producer = begin("producer", Map.of("REFRESH_SECONDS", "1", "BACKFILL_DAYS", "1"));
        awaitReady(producer);
        dashboard = begin(
                "dashboard",
                Map.of(
                        "FEED",
                        producer.uri("wss", "/ws").toString(),
                        "FEED_CA",
                        ca.pem().toString(),
                        "INGEST_TOKEN",
                        "t0k3n-of-shops",
                        "HISTORY",
                        "on",
                        "DATA_DIR",
                        file("data").toString()));
        awaitReady(dashboard);
    }

    @AfterAll
    static void stop() {
        dashboard.close();
        producer.close();
    }

    private static Path file(String name) {
        return folder.resolve(name);
    }

    private static ServiceProcess begin(String module, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(tls);
        settings.putAll(more);
        return ServiceProcess.begin(module, ServiceProcess.freePort(), settings);
    }

    private static void awaitReady(ServiceProcess service) {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> get(service, "/q/health/ready").statusCode() == 200);
    }

    private static HttpResponse<String> get(ServiceProcess service, String path)
            throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(service.uri("https", path)).build(), BodyHandlers.ofString());
    }

    @Test
    void everythingIsServedOverTls() throws Exception {
        for (String path : new String[] {"/", "/q/health/live", "/q/metrics", "/backfill", "/export/products.csv"}) {
            assertThat(get(producer, path).statusCode()).as(path).isEqualTo(200);
        }
        for (String path : new String[] {
            "/", "/q/health/live", "/q/metrics", "/window.csv", "/connect", "/history.csv?window=today"
        }) {
            assertThat(get(dashboard, path).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(get(producer, "/").body()).contains("wss://localhost:");
        // Those that come with TLS count, too.
        assertThat(get(producer, "/q/metrics").body()).containsPattern("thelook_connections [1-9]");
        assertThat(get(dashboard, "/q/metrics").body()).containsPattern("thelook_connections [1-9]");
        assertThat(get(dashboard, "/q/metrics").body()).containsPattern("thelook_tls_certificate_expiry_seconds 1\\.");
    }

    @Test
    void withoutTls_noRequestIsAnswered_andNothingIsLogged() throws Exception {
        HttpClient plain = HttpClient.newHttpClient();
        for (ServiceProcess service : new ServiceProcess[] {producer, dashboard}) {
            HttpRequest request = HttpRequest.newBuilder(service.uri("http", "/q/health/live"))
                    .build();
            assertThatThrownBy(() -> plain.send(request, BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
            try (Socket socket =
                    new Socket("127.0.0.1", service.uri("http", "/").getPort())) {
                socket.getOutputStream().write("rubbish\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                        .doesNotContain("HTTP");
            }
            assertThat(service.errors()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void versions(String version) throws Exception {
        for (ServiceProcess service : new ServiceProcess[] {producer, dashboard}) {
            try (SSLSocket socket = socket(service)) {
                socket.setEnabledProtocols(new String[] {version});
                socket.startHandshake();
                assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            }
        }
    }

    private static SSLSocket socket(ServiceProcess service) throws IOException, GeneralSecurityException {
        return (SSLSocket) ca.client()
                .getSocketFactory()
                .createSocket("localhost", service.uri("https", "/").getPort());
    }

    /** The certificate of a new handshake: each has its own context, so none resumes a session. */
    private static BigInteger serialNumber(ServiceProcess service) throws IOException, GeneralSecurityException {
        try (SSLSocket socket = socket(service)) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    @Test
    void sockets_areSecure() {
        for (URI address :
                new URI[] {producer.uri("wss", "/ws"), dashboard.uri("wss", "/ws"), dashboard.uri("wss", "/live")}) {
            Messages messages = new Messages();
            WebSocket socket =
                    http.newWebSocketBuilder().buildAsync(address, messages).join();
            messages.awaitMore();
            socket.abort();
        }
    }

    /** Counts the messages of a WebSocket, and notices its end. */
    private static final class Messages implements WebSocket.Listener {

        private final AtomicInteger count = new AtomicInteger();
        private volatile boolean isOver;

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
            if (isLast) {
                count.incrementAndGet();
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            isOver = true;
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            isOver = true;
        }

        void awaitMore() {
            int before = count.get();
            await().atMost(SOON).until(() -> isOver || count.get() > before);
            assertThat(isOver).isFalse();
        }
    }

    @Test
    void browser_showsLiveFigures_andThePastIsLoaded() {
        try (Chromium chromium = new Chromium();
                DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            tab.open(dashboard.uri("https", "/?connect=true").toString());

            tab.awaitLevel("live", 10_000);
            await().atMost(SOON).until(tab::hasFigures);
            assertThat(tab.complaints()).isEmpty();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(get(dashboard, "/q/metrics").body())
                            .containsPattern("thelook_history_past_total [1-9]"));
        }
    }

    @Test
    void signInLink_isSecure_andSoIsItsCookie() throws Exception {
        URI link = producer.signInLink();

        assertThat(link).hasScheme("https");
        HttpResponse<String> signedIn = http.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofString());
        assertThat(signedIn.headers().firstValue("Set-Cookie")).get().asString().contains("Secure");
    }

    @Test
    void renewedFiles_areUsedByNewConnections_andOpenOnesStayOpen() throws Exception {
        Messages live = new Messages();
        WebSocket socket = http.newWebSocketBuilder()
                .buildAsync(dashboard.uri("wss", "/live"), live)
                .join();
        Messages feed = new Messages();
        WebSocket client = http.newWebSocketBuilder()
                .buildAsync(producer.uri("wss", "/ws"), feed)
                .join();
        BigInteger before = serialNumber(dashboard);
        assertThat(serialNumber(producer)).isEqualTo(before);

        ca.issue(file("cert.pem"), file("key.pem"));

        // As many handshakes as possible: none may fail.
        await().pollInterval(Duration.ofMillis(1))
                .atMost(SOON)
                .until(() -> !serialNumber(dashboard).equals(before)
                        && !serialNumber(producer).equals(before));
        assertThat(serialNumber(producer)).isEqualTo(serialNumber(dashboard));
        live.awaitMore();
        feed.awaitMore();
        assertThat(get(dashboard, "/q/metrics").body()).contains("thelook_source_connects_total 1.0");
        socket.abort();
        client.abort();
    }

    @Test
    void brokenRenewal_keepsTheCertificate_andIsLoggedOnce() throws Exception {
        Map<String, String> own = Map.of(
                "TLS_CERTIFICATE",
                file("own-cert.pem").toString(),
                "TLS_KEY",
                file("own-key.pem").toString());
        ca.issue(file("own-cert.pem"), file("own-key.pem"));
        try (ServiceProcess service = begin("producer", own)) {
            awaitReady(service);
            BigInteger before = serialNumber(service);

            Files.writeString(file("own-key.pem"), "half");

            await().atMost(SOON)
                    .until(
                            () -> get(service, "/q/metrics").body(),
                            metrics -> !metrics.contains("thelook_tls_failures_total 0.0")
                                    && !metrics.contains("thelook_tls_failures_total 1.0"));
            assertThat(serialNumber(service)).isEqualTo(before);
            assertThat(service.log())
                    .containsOnlyOnce("TLS_KEY=" + file("own-key.pem") + ": expected the private key of")
                    .doesNotContain("half");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"producer", "dashboard"})
    void keyOfAnotherCertificate_stopsTheStartWithOneLine(String module) throws Exception {
        Path key = file(module + "-key.pem");
        ca.issue(file("other.pem"), key);
        try (ServiceProcess service = begin(module, Map.of("TLS_KEY", key.toString()))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.log().strip())
                    .isEqualTo("configuration: TLS_KEY=" + key + ": expected the private key of the certificate in "
                            + file("cert.pem") + " (RSA or EC, in PEM, without a passphrase)");
        }
    }

    /** The check in the container's image. */
    @Test
    void healthCheckOfTheImage_worksWithAndWithoutTls() throws Exception {
        assertThat(healthy(producer, tls)).isZero();
        assertThat(healthy(producer, Map.of())).isNotZero();
        try (ServiceProcess plain = ServiceProcess.producer(Map.of())) {
            assertThat(healthy(plain, Map.of())).isZero();
            assertThat(healthy(plain, tls)).isNotZero();
        }
    }

    private static int healthy(ServiceProcess service, Map<String, String> settings) throws Exception {
        ProcessBuilder check = new ProcessBuilder(
                "bash",
                Path.of("..", "docker", "healthy").toString(),
                Integer.toString(service.uri("https", "/").getPort()));
        check.environment().putAll(settings);
        return check.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
