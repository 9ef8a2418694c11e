package io.thelook.producer.scenario;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.thelook.service.http.RawClient;
import io.thelook.service.testing.LogRecorder;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Access to the controls of the shop: for requests with the token, and browsers that have signed in with it. */
@QuarkusTest
@TestProfile(AccessTest.WithToken.class)
class AccessTest {

    private static final String TOKEN = "open sesame";
    private static final String COOKIE = "thelook-producer-8000";

    public static class WithToken implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("producer.admin-token", TOKEN, "quarkus.http.access-log.enabled", "true");
        }
    }

    @TestHTTPResource("/")
    URI http;

    /** Everything that the service logs, access log included. */
    private final LogRecorder log = new LogRecorder(
            "", line -> line.getMessage() + " " + Arrays.toString(line.getParameters()) + " " + line.getThrown());

    @AfterEach
    void stopRecording() {
        log.close();
    }

    @Test
    void token_opensFromAnywhere() {
        request()
                .header("Authorization", "Bearer " + TOKEN)
                .header("Host", "shop.example")
                .header("Origin", "https://shop.example")
                .post("/scenario")
                .then()
                .statusCode(200)
                .body("scenario", equalTo("none"));
    }

    @Test
    void withoutIt_nothingOpens() {
        request()
                .post("/scenario")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .body("error", startsWith("token missing: send the header Authorization: Bearer <ADMIN_TOKEN>"));
        request()
                .header("Authorization", "Bearer open barley")
                .post("/scenario")
                .then()
                .statusCode(401)
                .body("error", startsWith("wrong token: "));
        request().header("Authorization", TOKEN).post("/scenario").then().statusCode(401);
        get("/scenario").then().statusCode(200).body("scenario", equalTo("none"));
    }

    /** A proxy on the same machine with its default settings opened the shop to everyone. */
    @Test
    void requestThroughAProxyOnThisMachine_doesNotOpen() {
        assertThat(http.getHost()).isEqualTo("localhost");
        request()
                .header("Host", "shop.example")
                .header("X-Forwarded-For", "203.0.113.9")
                .post("/scenario")
                .then()
                .statusCode(401);
        request()
                .header("Host", "localhost:" + http.getPort())
                .post("/scenario")
                .then()
                .statusCode(401);
    }

    @Test
    void link_signsIn_andItsCookieOpens() {
        Response signedIn = signIn("/signin?token={token}&to={to}", TOKEN, "/?a=b");

        signedIn.then()
                .statusCode(303)
                .header("Location", equalTo("./?a=b"))
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer");
        assertThat(signedIn.getHeader("Set-Cookie"))
                .contains("HTTPOnly", "SameSite=Lax")
                .doesNotContain("Secure", "Path", TOKEN);
        withCookie(signedIn)
                .header("Origin", "http://localhost:" + http.getPort())
                .post("/scenario")
                .then()
                .statusCode(200);
    }

    @Test
    void linkToAnotherSite_leadsToThePage() {
        signIn("/signin?token={token}&to=//evil.example", TOKEN)
                .then()
                .statusCode(303)
                .header("Location", equalTo("./"));
    }

    @Test
    void linkBehindATlsProxy_givesASecureCookie() {
        assertThat(given().redirects()
                        .follow(false)
                        .header("X-Forwarded-Proto", "https")
                        .get("/signin?token={token}", TOKEN)
                        .getHeader("Set-Cookie"))
                .contains("Secure");
    }

    @Test
    void wrongLink_doesNotSignIn() throws IOException {
        signIn("/signin?token={token}", "open barley").then().statusCode(401);
        try (RawClient client = RawClient.to(http.getPort())) {
            assertThat(client.ask("GET", "/signin?token=%zz").head().status()).isEqualTo(400);
        }
    }

    @Test
    void pageOfAnotherSite_cannotUseTheCookie() {
        Response signedIn = signIn("/signin?token={token}", TOKEN);

        List<RequestSpecification> forms = List.of(
                given().contentType("text/plain").body("{\"name\":\"outage\"}"),
                given().formParam("name", "outage"),
                given().multiPart("name", "outage"));
        for (RequestSpecification form : forms) {
            form.cookie(COOKIE, signedIn.getCookie(COOKIE))
                    .header("Origin", "https://evil.example")
                    .post("/scenario")
                    .then()
                    .statusCode(403);
        }
        given().cookie(COOKIE, signedIn.getCookie(COOKIE))
                .contentType("text/plain")
                .body("{\"name\":\"outage\"}")
                .post("/scenario")
                .then()
                .statusCode(415);
        withCookie(signedIn)
                .header("Origin", "https://evil.example")
                .post("/scenario")
                .then()
                .statusCode(403)
                .body("error", containsString("another site"));
        get("/scenario").then().body("scenario", equalTo("none"));
    }

    @Test
    void tokenAndSession_areInNoLogMetricOrHealthAnswer() {
        String session = signIn("/signin?token={token}", TOKEN).getCookie(COOKIE);
        signIn("/signin?token={token}&to=" + "x".repeat(3_000), TOKEN);
        signIn("/signin/?token={token}", TOKEN);
        request().header("Authorization", "Bearer " + TOKEN).post("/scenario");
        given().header("Authorization", "Bearer " + TOKEN)
                .post("/signin")
                .then()
                .statusCode(204);
        given().header("Authorization", "Bearer " + TOKEN).put("/signin").then().statusCode(405);

        String told = String.join("\n", log.lines())
                + get("/q/metrics").asString()
                + get("/q/health").asString()
                + get("/").asString()
                + request().post("/scenario").asString();

        assertThat(told)
                .contains("POST /scenario")
                .contains("thelook_access_signins_total")
                .contains("thelook_access_refused_total{reason=\"token\"}")
                .doesNotContain("sesame")
                .doesNotContain(session);
    }

    private static Response signIn(String link, Object... parameters) {
        return given().redirects().follow(false).get(link, parameters);
    }

    private static RequestSpecification withCookie(Response signedIn) {
        return request().cookie(COOKIE, signedIn.getCookie(COOKIE));
    }

    private static RequestSpecification request() {
        return given().contentType("application/json").body("{\"name\":\"none\"}");
    }
}
