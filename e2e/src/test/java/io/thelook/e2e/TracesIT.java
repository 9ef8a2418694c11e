package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traces of requests, with a receiver of OTLP over HTTP. */
class TracesIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String TOKEN = "canary-of-the-token";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** The bodies that came: protobuf, in which texts are as they are. */
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    private HttpServer collector;

    @BeforeEach
    void start() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean isZipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            bodies.add(new String(
                    isZipped ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body,
                    StandardCharsets.ISO_8859_1));
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    private static void get(ServiceProcess service, String path) throws IOException, InterruptedException {
        HTTP.send(
                HttpRequest.newBuilder(service.uri("http", path))
                        .header("Authorization", "Bearer " + TOKEN)
                        .header("Cookie", "session=" + TOKEN)
                        .build(),
                BodyHandlers.discarding());
    }

    @ParameterizedTest
    @ValueSource(strings = {"producer", "dashboard"})
    void requests_areTraced_withoutSecrets(String name) throws Exception {
        Map<String, String> settings = Map.of(
                "ADMIN_TOKEN",
                TOKEN,
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + collector.getAddress().getPort());
        try (ServiceProcess service = ServiceProcess.start(name, ServiceProcess.freePort(), settings)) {
            get(service, "/signin?token=" + TOKEN + "&to=/");
            get(service, "/signin/?token=" + TOKEN);
            get(service, "/status?key=" + TOKEN);
            get(service, "/nothing?key=" + TOKEN);
            get(service, "/share/" + TOKEN + "/live");
            get(service, "/status.json");

            await().atMost(SOON).until(() -> bodies.stream().anyMatch(body -> body.contains("/status.json")));
            String all = String.join("\n", bodies);
            assertThat(all).contains("service.name").contains(name).contains("http.request.method");
            assertThat(all).contains("/status").doesNotContain(TOKEN);
            assertThat(service.log()).doesNotContain(TOKEN);
            assertThat(service.errors()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"producer", "dashboard"})
    void withoutACollector_thereIsNoThreadForTraces(String name) {
        try (ServiceProcess service = ServiceProcess.start(name, ServiceProcess.freePort(), Map.of())) {
            assertThat(service.threads()).contains("\"main\"").doesNotContainIgnoringCase("SpanProcessor");
        }
    }
}
