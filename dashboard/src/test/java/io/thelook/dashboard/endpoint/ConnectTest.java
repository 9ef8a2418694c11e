package io.thelook.dashboard.endpoint;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.thelook.dashboard.DataFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /connect} responds to requests with the token, and to no others. */
@QuarkusTest
@TestProfile(ConnectTest.Receiver.class)
class ConnectTest {

    private static final String ADMIN = "the token of the operator";
    private static final String SENDER = "the token of the sender";

    /** A dashboard that takes deliveries. */
    public static class Receiver implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "dashboard.ingest",
                    "true",
                    "dashboard.ingest-token",
                    SENDER,
                    "dashboard.admin-token",
                    ADMIN,
                    "dashboard.currency",
                    "EUR",
                    "dashboard.data-dir",
                    DataFolder.create("connect"));
        }
    }

    @Test
    void messagesOfDeliveries_areShownAsTheyCame_withTheirRecords() {
        long before = operator().get("/connect/state").jsonPath().getLong("newest");
        String good = "{ \"order_id\": \"C-1\",\n \"item_id\": 1, \"sale_price\": \"19.90\", \"user_id\": \"Ada\" }";
        deliver(good, 202);
        deliver(good.replace("C-1", "C-2").replace("}", ", \"currency\": \"USD\" }"), 202);
        deliver("{\"order_id\":", 400);

        operator()
                .when()
                .get("/connect/state?after=" + before)
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("state.state", equalTo("live"))
                .body("sources", hasSize(1))
                .body("sources[0].kind", equalTo("deliveries"))
                .body("sources[0].figures.journal_bytes", greaterThan(0))
                .body("messages", hasSize(3))
                .body("messages[0].note", startsWith("a frame must be JSON"))
                .body("messages[0].text", equalTo("{\"order_id\":"))
                .body("messages[1].made", equalTo(0))
                .body("messages[1].rejections[0]", containsString("\"USD\""))
                .body("messages[2].text", equalTo(good))
                .body("messages[2].origin", equalTo("token"))
                .body(
                        "messages[2].records",
                        equalTo(List.of(
                                Map.of("user_id", "Ada", "order_id", "C-1", "item_id", "1", "sale_price", "19.9"))))
                .body("rejections.reason", hasItem("other_currency"))
                .body("rejections.find { it.reason == 'other_currency' }.example", containsString("USD"))
                .body("rejections.find { it.reason == 'unreadable_message' }.count", greaterThan(0))
                .body("refused.find { it.status == 400 }.example", startsWith("a frame must be JSON"));
        operator()
                .get("/connect/messages/" + (before + 1))
                .then()
                .statusCode(200)
                .body("text", equalTo(good));
        operator().get("/connect/messages/" + (before + 100)).then().statusCode(404);
        operator().get("/connect/messages/x").then().statusCode(404);
        operator().get("/connect/state?after=x").then().statusCode(400);
    }

    @Test
    void refusedDelivery_isCountedWithItsReason() {
        given().contentType("application/json")
                .header("Authorization", "Bearer a wrong token")
                .body("{}")
                .post("/ingest")
                .then()
                .statusCode(401);

        operator()
                .get("/connect/state")
                .then()
                .body("refused.find { it.status == 401 }.count", greaterThan(0))
                .body("refused.find { it.status == 401 }.example", startsWith("wrong token"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/connect/state", "/connect/messages/1", "/connect/mappings/shopify", "/connect/mappings/current"
            })
    void withoutTheToken_nothingIsTold(String path) {
        for (String header : new String[] {"Bearer wrong", "Bearer " + SENDER, "Basic " + ADMIN}) {
            given().header("Authorization", header)
                    .get(path)
                    .then()
                    .statusCode(401)
                    .body("keySet()", equalTo(Set.of("error")))
                    .header("Cache-Control", "no-store");
        }
    }

    @Test
    void withoutTheToken_nothingIsTried() {
        given().contentType("application/json")
                .body(Map.of("mapping", ".", "sample", "{}"))
                .post("/connect/trial")
                .then()
                .statusCode(401);
    }

    @Test
    void page_isForEverybody_andHoldsNoMessage() {
        deliver("{\"order_id\":\"secret-order\",\"item_id\":1,\"sale_price\":1}", 202);

        when().get("/connect")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .body(containsString("ADMIN_TOKEN"))
                .body(not(containsString("secret-order")))
                .body(not(containsString(ADMIN)));
    }

    @Test
    void session_needsTheContentTypeAndTheOrigin() {
        String cookie =
                operator().post("/signin").then().statusCode(204).extract().header("Set-Cookie");
        String session = cookie.substring(0, cookie.indexOf(';'));
        String body = "{\"mapping\":\".\",\"sample\":\"{}\"}";

        given().header("Cookie", session).get("/connect/state").then().statusCode(200);
        given().header("Cookie", session)
                .contentType("text/plain")
                .body(body)
                .post("/connect/trial")
                .then()
                .statusCode(415);
        given().header("Cookie", session)
                .contentType("application/json")
                .header("Origin", "http://localhost:1")
                .body(body)
                .post("/connect/trial")
                .then()
                .statusCode(403);
        given().header("Cookie", session)
                .contentType("application/json")
                .body(body)
                .post("/connect/trial")
                .then()
                .statusCode(200);
    }

    @Test
    void trial_givesRecords_orSaysWhatIsWrong() {
        long before = operator().get("/connect/state").jsonPath().getLong("counts.records");

        tryOut(".[] | {order_id: .a, item_id: 1, sale_price: .b}", "[[{\"a\":1,\"b\":\"2.50\"},{\"a\":2}]]")
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("fault", equalTo(null))
                .body("made", equalTo(1))
                .body("records[0].sale_price", equalTo("2.5"))
                .body("rejected", equalTo(1));
        tryOut("{a: }", "{}").body("fault", equalTo("MAPPING")).body("error", startsWith("line 1, column 5"));
        tryOut(".", "{").body("fault", equalTo("SAMPLE"));

        assertThat(operator().get("/connect/state").jsonPath().getLong("counts.records"))
                .as("nothing is counted")
                .isEqualTo(before);
    }

    @Test
    void trial_withABadBody_isRefused() {
        for (String body : List.of("", "null", "7", "{}", "{\"mapping\":\".\"}", "rubbish")) {
            operator()
                    .contentType("application/json")
                    .body(body)
                    .post("/connect/trial")
                    .then()
                    .statusCode(400)
                    .body("error", equalTo("expected a JSON object with mapping and sample"));
        }
        tryOut(".", "x".repeat(1_000_001)).statusCode(413).body("error", containsString("1 MB"));
    }

    @Test
    void trials_runOneAtATime() {
        List<CompletableFuture<Integer>> trials = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            trials.add(CompletableFuture.supplyAsync(
                    () -> tryOut("def f: f; f", "{}\n".repeat(30)).extract().statusCode(),
                    task -> new Thread(task).start()));
        }

        List<Integer> statuses =
                trials.stream().map(CompletableFuture::join).sorted().toList();
        assertThat(statuses).startsWith(200).endsWith(503).containsOnly(200, 503);
        tryOut(".", "{}").statusCode(200);
    }

    @Test
    void mappings_areThePresetsAndTheDashboardsOwn() {
        operator()
                .get("/connect/mappings/shopify")
                .then()
                .statusCode(200)
                .body("mapping", containsString("line_items"));
        operator().get("/connect/mappings/current").then().body("mapping", equalTo("."));
        operator().get("/connect/mappings/..%2Fetc.jq").then().statusCode(404);
    }

    private static ValidatableResponse tryOut(String mapping, String sample) {
        return operator()
                .contentType("application/json")
                .body(Map.of("mapping", mapping, "sample", sample))
                .post("/connect/trial")
                .then();
    }

    private static RequestSpecification operator() {
        return given().header("Authorization", "Bearer " + ADMIN);
    }

    private static void deliver(String body, int status) {
        given().contentType("application/json")
                .header("Authorization", "Bearer " + SENDER)
                .body(body)
                .post("/ingest")
                .then()
                .statusCode(status);
    }
}
