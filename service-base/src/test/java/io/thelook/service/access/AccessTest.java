package io.thelook.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thelook.service.http.RawClient;
import io.thelook.service.http.TrustedProxies;
import io.thelook.service.start.SecretText;
import io.thelook.service.start.ServerAddress;
import io.thelook.service.testing.LocalServer;
import io.thelook.service.testing.LogRecorder;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-in, and the requests admitted afterwards, over real connections. */
class AccessTest {

    private static final String TOKEN = "geheim+&% wort";
    private static final String ENCODED = "geheim%2B%26%25%20wort";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final LogRecorder log = new LogRecorder(Access.class.getName());
    private Access access;
    private int port;

    @BeforeEach
    void serve() {
        serve(Optional.of(TOKEN));
    }

    private void serve(Optional<String> token) {
        Sessions sessions = new Sessions(10, Duration.ofDays(30), InstantSource.fixed(Instant.EPOCH));
        access = new Access("shop", 4_711, token.map(SecretText::of), TrustedProxies.NONE, sessions, () -> 0);
        new AccessMetrics(access).bindTo(meters);
        Router router = Router.router(vertx);
        new SignIn(() -> access).route(router);
        router.route("/state").handler(context -> access.check(context.request())
                .ifPresentOrElse(
                        refusal -> context.response()
                                .setStatusCode(refusal.status())
                                .end(refusal.reason()),
                        () -> context.end("changed")));
        port = LocalServer.start(vertx, router);
    }

    @AfterEach
    void stop() {
        log.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void link_signsTheBrowserIn() throws Exception {
        HttpResponse<String> signedIn = get("/signin?token=" + ENCODED + "&to=/connect%3Fa=b");

        assertThat(signedIn.statusCode()).isEqualTo(303);
        assertThat(header(signedIn, "Location")).isEqualTo("./connect?a=b");
        assertThat(header(signedIn, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(signedIn, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(signedIn, "Set-Cookie"))
                .matches("thelook-shop-4711=[A-Za-z0-9_-]{32}; Max-Age=2592000; Expires=[^;]+; HTTPOnly; SameSite=Lax");
        assertThat(change(signedIn).statusCode()).isEqualTo(200);
    }

    @Test
    void linkWithASlashAtItsEnd_leadsToTheSamePlace() throws Exception {
        HttpResponse<String> signedIn = get("/signin/?token=" + ENCODED + "&to=/connect");

        assertThat(header(signedIn, "Location")).isEqualTo("../connect");
    }

    @Test
    void page_signsTheBrowserIn() throws Exception {
        HttpResponse<String> signedIn =
                send(request("/signin").POST(BodyPublishers.noBody()).header("Authorization", "Bearer " + TOKEN));

        assertThat(signedIn.statusCode()).isEqualTo(204);
        assertThat(header(signedIn, "Cache-Control")).isEqualTo("no-store");
        assertThat(change(signedIn).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/signin?token=x, wrong token",
        "/signin?token=, wrong token",
        "/signin, token missing",
        "/signin?to=/connect, token missing",
        "/signin?a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&token=x, token missing"
    })
    void wrongLink_isAnsweredWith401AndWhatToDo(String path, String reason) throws Exception {
        HttpResponse<String> refused = get(path);

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(header(refused, "WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(header(refused, "Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(header(refused, "Cache-Control")).isEqualTo("no-store");
        assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(refused.body())
                .startsWith(reason + ": send the header Authorization: Bearer <ADMIN_TOKEN>")
                .doesNotContain("geheim");
    }

    @Test
    void malformedLink_isAnsweredWith401() throws IOException {
        try (RawClient client = RawClient.to(port)) {
            assertThat(client.ask("GET", "/signin?token=%zz").head().status()).isEqualTo(401);
        }
    }

    @Test
    void wrongHeader_isAnsweredInJson() throws Exception {
        HttpResponse<String> refused =
                send(request("/signin").POST(BodyPublishers.noBody()).header("Authorization", "Bearer x"));

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(new JsonObject(refused.body()).getString("error")).startsWith("wrong token");
    }

    @Test
    void otherMethods_areNotAllowed() throws Exception {
        HttpResponse<String> refused = send(request("/signin").DELETE());

        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(header(refused, "Allow")).isEqualTo("GET, POST");
    }

    @Test
    void manyWrongTokens_areAnsweredWith429_andSessionsContinue() throws Exception {
        HttpResponse<String> signedIn = get("/signin?token=" + ENCODED);
        for (int i = 0; i < AttemptLimit.BURST; i++) {
            get("/signin?token=" + i);
        }

        HttpResponse<String> limited = get("/signin?token=" + ENCODED);

        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(header(limited, "Retry-After")).isEqualTo("6");
        assertThat(change(signedIn).statusCode()).isEqualTo(200);
        assertThat(refusals("token")).isEqualTo(AttemptLimit.BURST);
        assertThat(refusals("limit")).isEqualTo(1);
        assertThat(meters.get("thelook.access.signins").functionCounter().count())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "https, true",
        "HTTPS, true",
        "'https, http', true",
        "http, false",
        "'http, https', false",
        "httpsx, false"
    })
    void cookie_isSecureIfTheBrowsersConnectionIs(String forwarded, boolean isSecure) throws Exception {
        HttpResponse<String> signedIn =
                send(request("/signin?token=" + ENCODED).header("X-Forwarded-Proto", forwarded));

        assertThat(header(signedIn, "Set-Cookie").contains("; Secure")).isEqualTo(isSecure);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8", "application/json;"})
    void sessionWithJson_changes(String type) throws Exception {
        assertThat(send(change(session()).header("Content-Type", type)).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=application/json",
                "application/jsonx",
                "text/plain; application/json"
            })
    void sessionWithAnotherType_doesNot(String type) throws Exception {
        assertThat(send(change(session()).header("Content-Type", type)).statusCode())
                .isEqualTo(415);
        assertThat(refusals("type")).isEqualTo(1);
    }

    @Test
    void sessionWithoutAType_doesNot() throws Exception {
        assertThat(send(change(session())).statusCode()).isEqualTo(415);
    }

    @Test
    void sessionThatReads_needsNoType() throws Exception {
        assertThat(send(request("/state").header("Cookie", session())).statusCode())
                .isEqualTo(200);
    }

    @Test
    void cookieThatIsNoSession_isNotAdmitted() throws Exception {
        String forged = "thelook-shop-4711=" + RandomText.next();
        String anothers = session().replace("4711", "4712");

        assertThat(send(request("/state").header("Cookie", forged)).statusCode())
                .isEqualTo(401);
        assertThat(send(request("/state").header("Cookie", anothers)).statusCode())
                .isEqualTo(401);
        assertThat(send(request("/state").header("Cookie", "thelook-shop-4711=" + TOKEN))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void wrongToken_isNotOutweighedByASession() throws Exception {
        assertThat(send(request("/state").header("Cookie", session()).header("Authorization", "Bearer x"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(request("/state").header("Cookie", session()).header("Authorization", "Basic eDp5"))
                        .statusCode())
                .isEqualTo(200);
    }

    /** A proxy on this machine may forward requests from anywhere. */
    @Test
    void requestFromThisMachine_provesNothing() throws Exception {
        assertThat(send(request("/state").header("X-Forwarded-For", "127.0.0.1"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(get("/state").statusCode()).isEqualTo(401);
    }

    @Test
    void announce_configuredToken_isNotLogged() {
        access.announce(new ServerAddress(false, port), "/");

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void announce_generatedToken_isALinkThatSignsIn() throws Exception {
        serve(Optional.empty());

        access.announce(new ServerAddress(false, port), "/");

        assertThat(log.lines()).singleElement().asString().contains("http://localhost:" + port + "/signin?token=");
        URI link = URI.create(log.lines().get(0).replaceFirst(".*(http\\S+).*", "$1"));
        HttpResponse<String> signedIn = get(link.getPath() + "?" + link.getQuery());
        assertThat(signedIn.statusCode()).isEqualTo(303);
        assertThat(header(signedIn, "Location")).isEqualTo("./");
        assertThat(link.getQuery()).doesNotContain(cookie(signedIn).split("=")[1]);
        assertThat(get("/state").body()).startsWith("token missing: open the sign-in link in the log of the shop");
    }

    @Test
    void announce_again_isNotLogged_andTheLinkLeadsToItsPath() throws Exception {
        serve(Optional.empty());

        access.announce(new ServerAddress(false, port), "/inside");
        access.announce(new ServerAddress(false, port), "/");

        URI link = URI.create(log.lines().get(0).replaceFirst(".*(http\\S+).*", "$1"));
        assertThat(log.lines()).hasSize(1);
        assertThat(header(get(link.getPath() + "?" + link.getQuery()), "Location"))
                .isEqualTo("./inside");
    }

    private String session() throws IOException, InterruptedException {
        return cookie(get("/signin?token=" + ENCODED));
    }

    private static String cookie(HttpResponse<?> response) {
        return header(response, "Set-Cookie").split(";")[0];
    }

    private HttpResponse<String> change(HttpResponse<?> signedIn) throws IOException, InterruptedException {
        return send(change(cookie(signedIn)).header("Content-Type", "application/json"));
    }

    private HttpRequest.Builder change(String cookie) {
        return request("/state").POST(BodyPublishers.ofString("{}")).header("Cookie", cookie);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }

    private double refusals(String reason) {
        return meters.get("thelook.access.refused")
                .tag("reason", reason)
                .functionCounter()
                .count();
    }

    @Test
    void viewer_mayNotChangeAnything_andLosesTheSessionBySigningOut() throws Exception {
        Router router = Router.router(vertx);
        router.get("/begin").handler(context -> access.beginSession(context.request(), Optional.of("anna"), Role.VIEWER)
                .end());
        router.get("/end").handler(context -> {
            access.endSession(context.request());
            context.end();
        });
        router.get("/who")
                .handler(context -> context.end(
                        access.session(context.request()).flatMap(Session::user).orElse("nobody")));
        router.route("/state")
                .handler(context -> context.end(
                        access.check(context.request()).map(Refusal::toString).orElse("changed")));
        port = LocalServer.start(vertx, router);
        String cookie = header(get("/begin"), "Set-Cookie").split(";")[0];

        assertThat(send(request("/who").header("Cookie", cookie)).body()).isEqualTo("anna");
        assertThat(send(request("/state").header("Cookie", cookie)).body())
                .contains("ROLE", "expected a user with the role admin");
        assertThat(header(send(request("/end").header("Cookie", cookie)), "Set-Cookie"))
                .contains("Max-Age=0");
        assertThat(send(request("/who").header("Cookie", cookie)).body()).isEqualTo("nobody");
    }
}
