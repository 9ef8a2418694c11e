package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends a text that occurs nowhere else through each setting that is secret, and looks for it in everything that comes
 * out: logs, pages, metrics, health, errors and messages.
 */
class CanaryIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String CANARY = "canary";

    /** The name of a setting, and the mark that its value may hold a secret. */
    private static final Pattern SECRET =
            Pattern.compile("\\[([A-Z_]+)](?:(?!\\[[A-Z_]+]).)*?@(Secret|Address)\\b", Pattern.DOTALL);

    private static final String PASSWORD = "canary-of-the-password";

    @TempDir
    private static Path folder;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** The settings that have had a canary. */
    private static final Set<String> TRIED = new TreeSet<>();

    /** Everything that a service has said over the network. */
    private static final List<String> HEARD = new ArrayList<>();

    private static final List<ServiceProcess> SERVICES = new ArrayList<>();

    private static ServiceProcess producer;
    private static ServiceProcess dashboard;
    private static ServiceProcess silent;
    private static String hash;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        hash = hash();
        Path alerts = Files.writeString(folder.resolve("alerts.json"), """
                {
                  "webhooks": {"shop": {"format": "json", "url": "http://localhost:1/canary-of-a-path?key=canary-of-a-webhook",
                      "token_env": "WEBHOOK_TOKEN"}},
                  "rules": [{"name": "Feed stopped", "no_data_seconds": 1}]
                }""");
        Path kafka = Files.writeString(folder.resolve("kafka.properties"), """
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\
                  username="me" password="canary-of-kafka";
                """);
        producer = start(
                "producer",
                Map.of(
                        "FEED_TOKEN",
                        canary("FEED_TOKEN"),
                        "METRICS_TOKEN",
                        canary("METRICS_TOKEN"),
                        "ADMIN_TOKEN",
                        canary("ADMIN_TOKEN"),
                        "PERSIST",
                        "postgres://me:" + canary("PERSIST") + "@localhost:1/shop",
                        "PUBLISH",
                        "http://me:" + canary("PUBLISH") + "@localhost:1/in?key=canary-of-a-query",
                        "PUBLISH_FORMAT",
                        "shopify",
                        "PUBLISH_SECRET",
                        canary("PUBLISH_SECRET"),
                        "REFRESH_SECONDS",
                        "1"));
        start("producer", Map.of("PUBLISH", "http://localhost:1/in", "PUBLISH_TOKEN", canary("PUBLISH_TOKEN")));
        Map<String, String> settings = new HashMap<>();
        settings.put("FEED", producer.uri("ws", "/ws?key=canary-of-a-query").toString());
        settings.put(
                "FEED_HEADERS",
                "X-Key: " + canary("FEED_HEADERS") + " | Authorization: Bearer " + canary("FEED_TOKEN"));
        settings.put("FEED_HELLO", canary("FEED_HELLO"));
        settings.put("FEED_MODE", "additions");
        settings.put("INGEST", "true");
        settings.put("DATA_DIR", folder.resolve("data").toString());
        settings.put("DASHBOARD_USERS", "anna:" + hash + ":admin");
        settings.put("OIDC_ISSUER", "http://localhost:1/shop");
        settings.put("OIDC_CLIENT_ID", "dashboard");
        for (String secret : List.of(
                "FEED_TOKEN",
                "METRICS_TOKEN",
                "ADMIN_TOKEN",
                "INGEST_TOKEN",
                "SHOPIFY_SECRET",
                "WOOCOMMERCE_SECRET",
                "STRIPE_SECRET",
                "SHARE_SECRET",
                "OIDC_CLIENT_SECRET")) {
            settings.put(secret, canary(secret));
        }
        TRIED.addAll(List.of("FEED", "DASHBOARD_USERS", "OIDC_ISSUER"));
        dashboard = start("dashboard", settings);
        ServiceProcess writer = ServiceProcess.startWithoutTopic(logging(Map.of(
                "FEED",
                "kafka://localhost:1/orders",
                "KAFKA_CONFIG",
                kafka.toString(),
                "INGEST",
                "true",
                "INGEST_TOKEN",
                Delivery.TOKEN)));
        SERVICES.add(writer);
        Delivery.post(HttpClient.newHttpClient(), writer, Delivery.record("order-1", "1", 5));
        silent = start(
                "dashboard",
                Map.of(
                        "PRODUCER_URL",
                        "ws://me:" + canary("PRODUCER_URL") + "@localhost:1/ws",
                        "ALERTS",
                        alerts.toString(),
                        "WEBHOOK_TOKEN",
                        "canary-of-a-webhook"));
        start("dashboard", Map.of("DEFAULT_FEED", "ws://me:" + canary("DEFAULT_FEED") + "@localhost:1/ws"));
    }

    @AfterAll
    static void stop() {
        SERVICES.forEach(ServiceProcess::close);
    }

    /** Starts a service that produces all of its output. */
    private static ServiceProcess start(String module, Map<String, String> settings) {
        ServiceProcess service = ServiceProcess.start(module, ServiceProcess.freePort(), logging(settings));
        SERVICES.add(service);
        return service;
    }

    private static Map<String, String> logging(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true");
        all.put("QUARKUS_LOG_CATEGORY__IO_THELOOK__LEVEL", "DEBUG");
        return all;
    }

    private static String canary(String setting) {
        TRIED.add(setting);
        return (CANARY + "-of-" + setting + "-0123456789abcdef").toLowerCase();
    }

    private static String hash() throws IOException, InterruptedException {
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        "../dashboard/target/quarkus-app/quarkus-run.jar",
                        "hash-password")
                .start();
        command.getOutputStream().write((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
        command.getOutputStream().close();
        String printed = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        command.waitFor();
        return printed;
    }

    @Test
    void noSecret_comesOut() throws IOException, InterruptedException {
        List<ServiceProcess> running = List.copyOf(SERVICES);
        // An address of a collector must not contain a secret, and is refused with one.
        TRIED.add("OTEL_EXPORTER_OTLP_ENDPOINT");
        assertRefused("OTEL_EXPORTER_OTLP_ENDPOINT", "http://me:canary-of-a-collector@localhost:1/");
        assertRefused("OIDC_ISSUER", "http://me:canary-of-a-provider@localhost:1/");
        assertRefused("DASHBOARD_USERS", "anna:canary-of-a-user");
        assertRefused("FEED", "ws://me:canary-of-a-feed@local host");
        assertThat(TRIED).containsAll(secretSettings());
        for (ServiceProcess service : running) {
            askEverything(service);
        }
        signIn();
        deliver();
        openSockets();
        await().atMost(SOON)
                .until(() -> silent.log().contains("the webhook shop (localhost) does not accept a message"));
        await().atMost(SOON).until(() -> producer.log().contains("publish"));
        SERVICES.forEach(ServiceProcess::close);

        assertThat(HEARD).hasSizeGreaterThan(100);
        List<String> said = new ArrayList<>(HEARD);
        SERVICES.forEach(service -> said.add(service.log()));
        for (String text : said) {
            assertThat(text).doesNotContainIgnoringCase(CANARY + "-").doesNotContain(hash);
            for (String encoded : encodings()) {
                assertThat(text).doesNotContain(encoded);
            }
        }
    }

    private static void assertRefused(String variable, String value) throws InterruptedException {
        ServiceProcess refused = ServiceProcess.begin("dashboard", ServiceProcess.freePort(), Map.of(variable, value));
        SERVICES.add(refused);
        assertThat(refused.awaitExit()).isOne();
        assertThat(refused.log()).contains(variable);
    }

    /** The beginning of a canary in base64, as in Basic authentication. */
    private static List<String> encodings() {
        return Stream.of("me:" + CANARY + "-of-p", "me:" + CANARY + "-of-f")
                .map(text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
                .map(text -> text.substring(0, 16))
                .toList();
    }

    /** The settings of both services whose values may hold a secret. */
    private static Set<String> secretSettings() throws IOException {
        Set<String> names = new LinkedHashSet<>();
        for (String config : List.of(
                "../dashboard/src/main/java/io/thelook/dashboard/DashboardConfig.java",
                "../producer/src/main/java/io/thelook/producer/ProducerConfig.java")) {
            SECRET.matcher(Files.readString(Path.of(config))).results().forEach(found -> names.add(found.group(1)));
        }
        assertThat(names).contains("ADMIN_TOKEN", "PERSIST", "FEED", "STRIPE_SECRET");
        return names;
    }

    private static void askEverything(ServiceProcess service) {
        List<String> paths = List.of(
                "/",
                "/connect",
                "/connect/state",
                "/connect/mappings/current",
                "/status",
                "/live",
                "/ws",
                "/window.csv",
                "/history.csv?window=today",
                "/scenario",
                "/backfill",
                "/export/orders.csv",
                "/q/health",
                "/q/metrics",
                "/q/openapi",
                "/signin",
                "/signin?token=wrong",
                "/signin-oidc",
                "/share/x",
                "/nothing");
        for (String path : paths) {
            ask(service, "GET", path);
            ask(service, "GET", path, "Accept", "text/html");
            for (String token : List.of("ADMIN_TOKEN", "FEED_TOKEN", "METRICS_TOKEN")) {
                ask(service, "GET", path, "Authorization", "Bearer " + canary(token));
            }
            ask(service, "POST", path, "Authorization", "Bearer wrong");
        }
        ask(service, "GET", "/signin?token=" + canary("ADMIN_TOKEN"));
    }

    private static HttpResponse<String> ask(ServiceProcess service, String method, String path, String... headers) {
        return send(service, method, path, "", headers);
    }

    private static HttpResponse<String> post(ServiceProcess service, String path, String body, String... headers) {
        return send(service, "POST", path, body, headers);
    }

    private static HttpResponse<String> send(
            ServiceProcess service, String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.uri("http", path))
                .timeout(SOON)
                .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            HEARD.add(response.headers().map() + "\n" + response.body());
            return response;
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void signIn() {
        String json = "Content-Type";
        post(dashboard, "/signin", "{\"user\":\"anna\",\"password\":\"canary-but-wrong\"}", json, "application/json");
        post(dashboard, "/signin", "{\"user\":\"canary-of-a-user\"", json, "application/json");
        HttpResponse<String> signedIn = post(
                dashboard,
                "/signin",
                "{\"user\":\"anna\",\"password\":\"" + PASSWORD + "\"}",
                json,
                "application/json");
        assertThat(signedIn.statusCode()).isEqualTo(204);
        String cookie =
                signedIn.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        for (String path : List.of("/", "/connect", "/connect/state", "/status", "/q/metrics", "/window.csv")) {
            ask(dashboard, "GET", path, "Cookie", cookie);
        }
        HttpResponse<String> share = post(
                dashboard,
                "/shares",
                "{\"query\":\"window=5\",\"hours\":1}",
                json,
                "application/json",
                "Cookie",
                cookie);
        assertThat(share.statusCode()).isEqualTo(201);
        String path = share.body().replaceAll(".*\"path\":\"([^\"]+)\".*", "/$1");
        ask(dashboard, "GET", path + "/?window=5");
        String session = cookie.split("=")[1];
        assertThat(dashboard.log()).doesNotContain(session).doesNotContain(path.substring(8));
        assertThat(ask(dashboard, "GET", "/q/metrics", "Cookie", cookie).body()).doesNotContain(session);
    }

    private static void deliver() {
        String record = Delivery.record("A-1", "1", 5);
        for (String header : List.of("X-Shopify-Hmac-Sha256", "X-WC-Webhook-Signature", "Stripe-Signature")) {
            post(dashboard, "/ingest", record, header, "t=1,v1=wrong", "Content-Type", "application/json");
        }
        post(dashboard, "/ingest", record, "Authorization", "Bearer canary-but-wrong");
        HttpResponse<String> delivered = post(
                dashboard,
                "/ingest",
                record,
                "Authorization",
                "Bearer " + canary("INGEST_TOKEN"),
                "Content-Type",
                "application/json");
        assertThat(delivered.statusCode()).isEqualTo(202);
    }

    private static void openSockets() {
        for (URI address :
                List.of(dashboard.uri("ws", "/live"), dashboard.uri("ws", "/ws"), producer.uri("ws", "/ws"))) {
            for (String token : List.of("wrong", canary("FEED_TOKEN"), canary("ADMIN_TOKEN"))) {
                CompletableFuture<Void> heard = new CompletableFuture<>();
                WebSocket.Listener listener = new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                        HEARD.add(data.toString());
                        heard.complete(null);
                        return WebSocket.Listener.super.onText(socket, data, last);
                    }
                };
                try {
                    WebSocket socket = HTTP.newWebSocketBuilder()
                            .header("Authorization", "Bearer " + token)
                            .buildAsync(address, listener)
                            .join();
                    heard.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
                    socket.abort();
                } catch (CompletionException e) {
                    // Refused.
                    HEARD.add(String.valueOf(e.getMessage()));
                }
            }
        }
    }
}
