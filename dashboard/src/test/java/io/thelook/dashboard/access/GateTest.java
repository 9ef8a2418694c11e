package io.thelook.dashboard.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.thelook.dashboard.DataFolder;
import io.thelook.service.http.RawClient;
import io.thelook.service.start.SecretText;
import io.thelook.service.testing.ApiDocument;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Access to each path when users must sign in. */
@QuarkusTest
@TestProfile(GateTest.SignedIn.class)
class GateTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String METRICS = "t0k3n-of-the-metrics";
    static final String ADMIN = "t0k3n-of-the-admin";
    private static final String SECRET = "a secret of thirty-two characters";

    /** The paths of the dashboard that require no sign-in. */
    private static final Set<String> OPEN = Set.of(
            "/ingest",
            "/q/health",
            "/q/health/live",
            "/q/health/ready",
            "/q/health/started",
            "/q/health/well",
            "/signin",
            // Quarkus answers for the provider, which is not configured here: 401, too.
            "/signin-oidc",
            "/signout-oidc");

    /** A dashboard with two users. */
    public static class SignedIn implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "dashboard.dashboard-users",
                    "anna:" + Hashes.of("correct horse") + ":admin,ben:" + Hashes.of("battery staple"),
                    "dashboard.admin-token",
                    ADMIN,
                    "dashboard.metrics-token",
                    METRICS,
                    "dashboard.share-secret",
                    SECRET,
                    "dashboard.trusted-proxies",
                    "127.0.0.1",
                    "dashboard.ingest",
                    "true",
                    "dashboard.data-dir",
                    DataFolder.create("gate"));
        }
    }

    @TestHTTPResource("/")
    URI server;

    @Inject
    Router router;

    @Inject
    Visits visits;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private HttpResponse<String> send(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        request.method(method, BodyPublishers.noBody());
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> post(String path, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String signIn(String user, String password) {
        HttpResponse<String> signedIn =
                post("/signin", "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}");
        assertThat(signedIn.statusCode()).as(signedIn.body()).isEqualTo(204);
        return signedIn.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    }

    private String anna() {
        return signIn("anna", "correct horse");
    }

    private String ben() {
        return signIn("ben", "battery staple");
    }

    /** Every path that a handler, a document or a resource of this dashboard has. */
    private Set<String> paths() {
        Set<String> paths = new TreeSet<>();
        router.getRoutes().stream()
                .map(Route::getPath)
                .filter(path -> path != null && !path.contains("*"))
                .map(path -> path.replaceAll(":[a-z]+", "1"))
                .forEach(paths::add);
        ApiDocument.resource("META-INF/openapi.yaml")
                .root()
                .at("/paths")
                .fieldNames()
                .forEachRemaining(path -> paths.add(path.replaceAll("\\{[a-z]+}", "1")));
        paths.addAll(List.of("/map/world.json", "/static/bundle/app.js", "/q/", "/q/arc", "/nothing", "/history.csv"));
        return paths;
    }

    @Test
    void everyPath_isClosed_exceptThoseThatAreNamed() {
        Set<String> paths = paths();
        assertThat(paths)
                .contains(
                        "/",
                        "/live",
                        "/ws",
                        "/connect",
                        "/connect/state",
                        "/window.csv",
                        "/q/metrics",
                        "/signin",
                        "/status",
                        "/status.json");
        for (String path : paths) {
            for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")) {
                if (!OPEN.contains(path)) {
                    assertThat(send(method, path).statusCode())
                            .as("%s %s without a session", method, path)
                            .isEqualTo(401);
                }
            }
        }
        assertThat(send("GET", "/q/health").statusCode()).isIn(200, 503);
        assertThat(send("GET", "/signin").statusCode()).isEqualTo(200);
        assertThat(post("/ingest", "[]").body()).contains("<ADMIN_TOKEN>");
        assertThat(post("/ingest/", "[]").body()).contains("<ADMIN_TOKEN>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//live",
                "/./live",
                "/x/../live",
                "/%6Cive",
                "/q/health/../metrics",
                "/q/health/%2e%2e/metrics",
                "/signin/../window.csv",
                "/ingest/../window.csv",
                "/static/bundle/signin/../app.js",
                "/static/bundle/signin%2F..%2Fapp.js",
                "/static/bundle/../../window.csv"
            })
    void closedPath_staysClosed_howeverItIsWritten(String path) throws IOException {
        try (RawClient client = RawClient.to(server.getPort())) {
            assertThat(client.ask("GET", path).head().status()).isIn(401, 404);
        }
    }

    @Test
    void browserThatOpensAPage_getsTheForm_andAStyle() {
        HttpResponse<String> page = send("GET", "/?window=5", "Accept", "text/html,*/*");

        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.body()).contains("autocomplete=\"current-password\"").doesNotContain("data-build");
        String style = page.body().replaceAll("(?s).*href=\"\\.(/static/bundle/[^\"]+css)\".*", "$1");
        String script = page.body().replaceAll("(?s).*src=\"\\.(/static/bundle/[^\"]+js)\".*", "$1");
        assertThat(send("GET", style).statusCode()).isEqualTo(200);
        assertThat(send("GET", script).statusCode()).isEqualTo(200);
        // Other clients get JSON.
        assertThat(send("GET", "/").body()).startsWith("{\"error\":");
        assertThat(send("GET", "/connect/state", "Accept", "text/html").body()).startsWith("{\"error\":");
    }

    @Test
    void viewer_seesTheShop_butNoRawMessages() {
        String ben = ben();

        HttpResponse<String> page = send("GET", "/", "Cookie", ben);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.body())
                .contains("id=\"signout\"", ">ben<")
                .doesNotContain("id=\"share\"")
                .doesNotContain("href=\"connect\">See");
        assertThat(send("GET", "/live", "Cookie", ben).statusCode()).isEqualTo(200);
        assertThat(send("GET", "/q/metrics", "Cookie", ben).statusCode()).isEqualTo(200);
        HttpResponse<String> state = send("GET", "/connect/state", "Cookie", ben);
        assertThat(state.statusCode()).isEqualTo(403);
        assertThat(state.body()).contains("expected a user with the role admin");
        assertThat(post("/shares", "{\"query\":\"\",\"hours\":1}", "Cookie", ben)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void admin_seesRawMessages() {
        String anna = anna();

        assertThat(send("GET", "/connect/state", "Cookie", anna).statusCode()).isEqualTo(200);
        assertThat(send("GET", "/", "Cookie", anna).body()).contains("id=\"share\"", ">anna<");
        assertThat(send("GET", "/connect/state", "Authorization", "Bearer " + ADMIN)
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("GET", "/window.csv?window=x", "Authorization", "Bearer " + ADMIN)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void metrics_haveATokenOfTheirOwn() {
        assertThat(send("GET", "/q/metrics", "Authorization", "Bearer " + METRICS)
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("GET", "/q/metrics", "Authorization", "Bearer " + METRICS + "x")
                        .body())
                .contains("METRICS_TOKEN")
                .doesNotContain(METRICS);
        assertThat(send("GET", "/live", "Authorization", "Bearer " + METRICS).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"user":"anna","password":"wrong"}                    | 401 | the name or the password is wrong
                    {"user":"nobody","password":"correct horse"}          | 401 | the name or the password is wrong
                    {"user":"anna"}                                       | 400 | expected a JSON object with user and password
                    {"user":1,"password":2}                               | 400 | expected a JSON object with user and password
                    {"user":                                              | 400 | expected a JSON object with user and password
                    []                                                    | 400 | expected a JSON object with user and password
                    null                                                  | 400 | expected a JSON object with user and password
                    {"user":"anna","password":null}                       | 400 | expected a JSON object with user and password
                    {"user":"anna","password":["correct horse"]}          | 400 | expected a JSON object with user and password
                    {"user":"anna","user":"ben","password":"x"}           | 400 | expected a JSON object with user and password
                    {"user":"anna","password":"wrong","more":1}           | 401 | the name or the password is wrong
                    """)
    void wrongPassword_isRefused(String body, int status, String error) {
        HttpResponse<String> refused = post("/signin", body);

        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.body()).isEqualTo("{\"error\":\"" + error + "\"}");
        assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(refused.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void bodyThatIsTooLarge_isRefused() {
        assertThat(post("/signin", "{\"user\":\"" + "x".repeat(5_000) + "\"}").statusCode())
                .isEqualTo(413);
    }

    @Test
    void signingOut_endsTheSession_andClosesItsSockets() {
        String ben = ben();
        Socket live = new Socket("/live", ben);
        Socket feed = new Socket("/ws", ben);
        await().atMost(SOON).until(() -> !live.messages.isEmpty());

        HttpResponse<String> out = send("POST", "/signout", "Cookie", ben);

        assertThat(out.statusCode()).isEqualTo(200);
        assertThat(out.body()).isEqualTo("{\"next\":\".\"}");
        assertThat(out.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
        await().atMost(SOON).until(() -> live.code == Visits.SIGNED_OUT && feed.code == Visits.SIGNED_OUT);
        assertThat(send("GET", "/", "Cookie", ben).statusCode()).isEqualTo(401);
        assertThat(new Socket("/live", ben).refusedWith).isEqualTo(401);
    }

    @Test
    void socketOfAnotherSession_staysOpen() {
        Socket anna = new Socket("/live", anna());
        String ben = ben();
        send("POST", "/signout", "Cookie", ben);
        visits.closeEnded();
        int before = anna.messages.size();

        await().atMost(SOON).until(() -> anna.messages.size() > before);
        assertThat(anna.code).isZero();
    }

    @Test
    void feed_admitsASession_andTheServicesToken() {
        assertThat(new Socket("/ws", ben()).refusedWith).isZero();
        assertThat(new Socket("/ws", null, "Authorization", "Bearer " + ADMIN).refusedWith)
                .isZero();
        assertThat(new Socket("/ws", null).refusedWith).isEqualTo(401);
        assertThat(new Socket("/live", "thelook-dashboard-3000=x").refusedWith).isEqualTo(401);
    }

    private String share(String body) throws IOException {
        HttpResponse<String> made = post("/shares", body, "Cookie", anna());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return "/" + new ObjectMapper().readTree(made.body()).get("path").asText();
    }

    @Test
    void link_leadsToItsView_andToNothingElse() throws IOException {
        String link = share("{\"query\":\"window=5&country=Japan\",\"hours\":1,\"wall\":true}");

        HttpResponse<String> first = send("GET", link);
        assertThat(first.statusCode()).isEqualTo(303);
        String address = server.resolve(link)
                .resolve(first.headers().firstValue("Location").orElseThrow())
                .toString();
        assertThat(address).endsWith("/?window=5&country=Japan&kiosk");
        HttpResponse<String> page = send("GET", address);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("data-shared=\"true\"").doesNotContain("id=\"signout\"");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.headers().allValues("Content-Security-Policy"))
                .isNotEmpty()
                .isEqualTo(send("GET", "/", "Cookie", ben()).headers().allValues("Content-Security-Policy"));
        assertThat(send("GET", link + "/?window=15").headers().firstValue("Location"))
                .contains("?window=5&country=Japan&kiosk");
        String script = page.body().replaceAll("(?s).*src=\"\\.(/static/bundle/[^\"]+js)\".*", "$1");
        assertThat(send("GET", link + script).statusCode()).isEqualTo(200);
        assertThat(send("GET", link + "/live").statusCode()).isEqualTo(200);
        for (String path : paths()) {
            if (!Set.of("/", "/live", "/map/world.json", "/static/bundle/app.js")
                    .contains(path)) {
                assertThat(send("GET", link + path).statusCode()).as(path).isEqualTo(403);
            }
        }
        for (String method : List.of("POST", "PUT", "DELETE")) {
            assertThat(send(method, link + "/").statusCode()).as(method).isEqualTo(403);
        }
        assertThat(send("GET", link + link + "/live").statusCode()).isEqualTo(403);
        assertThat(send("GET", link + "/../window.csv").statusCode()).isEqualTo(404);
    }

    @Test
    void tokenOfALink_isInNoMetric() throws IOException {
        String link = share("{\"query\":\"window=5\",\"hours\":1}");
        for (String path : List.of("", "/", "/live", "/map/world.json", "/window.csv")) {
            send("GET", link + path);
        }

        String metrics =
                send("GET", "/q/metrics", "Authorization", "Bearer " + METRICS).body();
        assertThat(metrics).contains("uri=\"/share/{token}\"").doesNotContain(link);
    }

    @Test
    void guest_mayAskForTheOneViewOnly() throws IOException {
        String link = share("{\"query\":\"window=5&country=Japan\",\"hours\":1}");
        Socket guest = new Socket(link + "/live?window=1", null);
        await().atMost(SOON).until(() -> guest.errors() > 0 && !guest.views().isEmpty());

        assertThat(guest.texts()).anyMatch(text -> text.contains("\"type\":\"error\"") && text.contains("one view"));
        assertThat(guest.views())
                .allSatisfy(
                        view -> assertThat(view.at("/window/minutes").asInt()).isEqualTo(5));
        for (String message : List.of(
                "{\"type\":\"subscribe\",\"query\":\"window=15\"}",
                "{\"type\":\"subscribe\",\"query\":\"\"}",
                "{\"type\":\"subscribe\",\"query\":\"window=5\"}",
                "{\"type\":\"replay\",\"at\":1}",
                "{\"type\":\"day\",\"at\":1}")) {
            long errors = guest.errors();
            guest.send(message);
            await().atMost(SOON).until(() -> guest.errors() > errors);
        }
        long errors = guest.errors();
        guest.send("{\"type\":\"subscribe\",\"query\":\"country=Japan&window=5\"}");
        guest.send("{\"type\":\"ping\",\"id\":7}");
        await().atMost(SOON).until(() -> guest.texts().stream().anyMatch(text -> text.contains("\"id\":7")));
        assertThat(guest.errors()).isEqualTo(errors);
        assertThat(guest.views())
                .allSatisfy(
                        view -> assertThat(view.at("/window/minutes").asInt()).isEqualTo(5));
    }

    @Test
    void addressOfAView_isTheOneThatItsLinkLeadsTo() throws IOException {
        String query = "country=United+States&not.item_status=C%C3%B4te%20%27x%27";
        String link = share("{\"query\":\"" + query + "\",\"hours\":1}");

        assertThat(send("GET", link).headers().firstValue("Location").orElseThrow())
                .endsWith("/?" + query);
        assertThat(send("GET", link + "/?" + query).statusCode()).isEqualTo(200);
        // Logs leave out the tokens of links that are written as they were given.
        assertThat(send("GET", link.replace("/share/", "/%73hare/") + "/live").statusCode())
                .isEqualTo(404);
    }

    @Test
    void bodiesThatDoNotArrive_blockNoOtherRequest() throws IOException {
        List<RawClient> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                slow.add(RawClient.to(server.getPort())
                        .send("POST /signin HTTP/1.1\r\nHost: x\r\nContent-Length: 4096\r\n\r\n" + "x".repeat(4_000)));
            }
            signIn("ben", "battery staple");
        } finally {
            for (RawClient client : slow) {
                client.close();
            }
        }
    }

    @Test
    void linkThatHasEnded_saysSo() {
        String token = new Shares(Optional.of(SecretText.of(SECRET)))
                .token(new Share("", false, Instant.now().minusSeconds(1)));

        assertThat(send("GET", "/share/" + token).statusCode()).isEqualTo(410);
        assertThat(send("GET", "/share/" + token + "/live").statusCode()).isEqualTo(410);
        assertThat(send("GET", "/share/" + token + "/", "Accept", "text/html").body())
                .contains("This link has ended");
        assertThat(new Socket("/share/" + token + "/live", null).refusedWith).isEqualTo(410);
        assertThat(send("GET", "/share/x" + token).statusCode()).isEqualTo(404);
    }

    @Test
    void linkThatEnds_closesItsSockets() {
        String token = new Shares(Optional.of(SecretText.of(SECRET)))
                .token(new Share("", false, Instant.now().plusSeconds(2)));
        Socket guest = new Socket("/share/" + token + "/live", null);

        await().atMost(SOON).until(() -> guest.code == Visits.SIGNED_OUT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"query":"window=7","hours":1}                 | window=7: expected
                    {"query":"country=United States","hours":1}    | query: expected percent-encoded text
                    {"query":"a\\r\\nb","hours":1}                  | query: expected percent-encoded text
                    {"query":"","hours":0}                         | hours: expected a whole number from 1 to 2160
                    {"query":"","hours":2161}                      | hours: expected a whole number from 1 to 2160
                    {"query":""}                                   | hours: expected a whole number
                    {"query":"","hours":1.5}                       | hours: expected a whole number from 1 to 2160 (MAX_SHARE_DAYS)
                    {"query":"","hours":"1"}                       | hours: expected a whole number from 1 to 2160
                    {"query":"","hours":null}                      | hours: expected a whole number from 1 to 2160
                    {"query":"","hours":3000000000}                | hours: expected a whole number from 1 to 2160
                    {"query":7,"hours":1}                          | query: expected percent-encoded text
                    {"query":{"window":5},"hours":1}               | query: expected percent-encoded text
                    {"query":"","hours":1,"wall":"true"}           | wall: expected true or false
                    {"query":"","hours":1,"wall":1}                | wall: expected true or false
                    {"query":"","hours":1,"hours":2}               | expected a JSON object with query and hours
                    []                                             | expected a JSON object with query and hours
                    null                                           | expected a JSON object with query and hours
                    {"query":                                      | expected a JSON object with query and hours
                    """)
    void linkThatCannotBe_isRefused(String body, String error) {
        HttpResponse<String> refused = post("/shares", body, "Cookie", anna());

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains(error);
    }

    /** A socket of a client. */
    private final class Socket implements WebSocket.Listener {

        private final List<String> messages = new CopyOnWriteArrayList<>();
        private final StringBuilder part = new StringBuilder();
        private WebSocket socket;
        private volatile int code;
        private int refusedWith;

        private Socket(String path, String cookie, String... headers) {
            WebSocket.Builder builder = http.newWebSocketBuilder();
            Stream.iterate(0, i -> i < headers.length, i -> i + 2)
                    .forEach(i -> builder.header(headers[i], headers[i + 1]));
            if (cookie != null) {
                builder.header("Cookie", cookie);
            }
            try {
                URI address = server.resolve(path);
                socket = builder.buildAsync(URI.create(address.toString().replace("http", "ws")), this)
                        .join();
            } catch (CompletionException e) {
                refusedWith = ((WebSocketHandshakeException) e.getCause())
                        .getResponse()
                        .statusCode();
            }
        }

        private void send(String message) {
            socket.sendText(message, true).join();
        }

        private List<String> texts() {
            return messages;
        }

        private long errors() {
            return messages.stream()
                    .filter(text -> text.contains("\"type\":\"error\""))
                    .count();
        }

        private List<JsonNode> views() {
            ObjectMapper json = new ObjectMapper();
            return messages.stream()
                    .map(text -> {
                        try {
                            return json.readTree(text);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .filter(message -> message.path("type").asText().equals("view"))
                    .toList();
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                messages.add(part.toString());
                part.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            code = status;
            return CompletableFuture.completedFuture(null);
        }
    }
}
