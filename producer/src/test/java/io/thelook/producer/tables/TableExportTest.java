package io.thelook.producer.tables;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.thelook.producer.ProducerConfig;
import io.thelook.producer.store.Catalogue;
import io.thelook.producer.store.RecentVisits;
import io.thelook.service.export.Downloads;
import io.thelook.service.http.TrustedProxies;
import io.thelook.service.testing.LocalServer;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(TableExportTest.Silent.class)
class TableExportTest {

    /** The history, and no later visits: two requests for it give the same. */
    public static class Silent implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("producer.max-iterations", "0", "producer.lookback-minutes", "60", "producer.rate", "0.5");
        }
    }

    @Inject
    ProducerConfig config;

    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @EnumSource
    void bothFormats_haveTheSameRows(Table table) throws JsonProcessingException {
        Response csv = get("/export/" + table.label() + ".csv");
        Response ndjson = get("/export/" + table.label() + ".ndjson");

        csv.then().statusCode(200).header("Content-Type", containsString("text/csv"));
        ndjson.then().statusCode(200).header("Content-Type", containsString("application/x-ndjson"));
        List<String> lines = csv.asString().lines().toList();
        List<String> objects = ndjson.asString().lines().toList();
        assertThat(lines.get(0))
                .isEqualTo(table.columns().stream().map(Table.Column::name).collect(Collectors.joining(",")));
        // Between the two requests a visit may have left the window.
        assertThat(objects.size()).isBetween(lines.size() * 9 / 10, lines.size() - 1);
        Map<String, String> byKey = lines.stream()
                .skip(1)
                .collect(Collectors.toMap(line -> line.substring(0, line.indexOf(',')), line -> line));
        for (int i = 0; i < objects.size(); i += Math.max(1, objects.size() / 50)) {
            JsonNode object = json.readTree(objects.get(i));
            assertThat(object.size()).isEqualTo(table.columns().size());
            assertThat(byKey.get(object.get(table.key().name()).asText()))
                    .startsWith(object.get(table.key().name()).asText() + "," + firstOfCsv(object));
        }
    }

    /** The second column, where it needs no quotes. */
    private static String firstOfCsv(JsonNode object) {
        Iterator<JsonNode> values = object.elements();
        values.next();
        String value = values.next().asText();
        return value.contains(",") ? "" : value;
    }

    @Test
    void orderItems_areThoseOfTheFeedWithTheirUsersAndOrders() throws JsonProcessingException {
        Set<String> users = ids("users", "id");
        Set<String> orders = ids("orders", "order_id");
        Set<String> pieces = ids("inventory_items", "id");
        List<JsonNode> items = rows("order_items");

        assertThat(items).hasSizeGreaterThan(100);
        assertThat(users.containsAll(values(items, "user_id"))).isTrue();
        assertThat(orders.containsAll(values(items, "order_id"))).isTrue();
        assertThat(pieces.containsAll(values(items, "inventory_item_id"))).isTrue();
        assertThat(items.get(0).get("created_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(items.get(0).get("sale_price").isNumber()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/export/customers.csv", "/export/users.xml", "/export/users.CSV"})
    void unknownFile_isRefusedWithWhatThereIs(String path) {
        get(path).then().statusCode(404).body(containsString("expected one of distribution_centers, products, users"));
    }

    @Test
    void startPage_linksThemAll() {
        String page = given().get("/").asString();

        for (Table table : Table.values()) {
            assertThat(page).contains("\"export/" + table.label() + ".csv\"");
        }
    }

    private Set<String> ids(String table, String key) throws JsonProcessingException {
        return Set.copyOf(values(rows(table), key));
    }

    private static List<String> values(List<JsonNode> rows, String column) {
        return rows.stream().map(row -> row.get(column).asText()).toList();
    }

    private List<JsonNode> rows(String table) throws JsonProcessingException {
        return StreamSupport.stream(
                        json.readTree("["
                                        + String.join(
                                                ",",
                                                get("/export/" + table + ".ndjson")
                                                        .asString()
                                                        .lines()
                                                        .toList())
                                        + "]")
                                .spliterator(),
                        false)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"users.csv", "users.ndjson"})
    void head_saysWhatGetWouldAndLeavesTheSeatsFree(String file) {
        for (int i = 0; i < 3 * Downloads.SEATS; i++) {
            head("/export/" + file)
                    .then()
                    .statusCode(200)
                    .header("Content-Type", get("/export/" + file).contentType())
                    .header("Content-Disposition", "attachment; filename=\"" + file + "\"")
                    .header("X-Content-Type-Options", "nosniff");
        }
    }

    @Test
    void request_whileTheShopIsNotOpen_isToldToComeBack() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            for (CompletableFuture<Catalogue> opened : List.of(
                    new CompletableFuture<Catalogue>(),
                    CompletableFuture.<Catalogue>failedFuture(new IllegalStateException("cannot open")))) {
                Router router = Router.router(vertx);
                new TableExport(new RecentVisits(1), opened, TrustedProxies.NONE, config).register(router);
                int port = LocalServer.start(vertx, router);
                given().port(port)
                        .get("/export/users.csv")
                        .then()
                        .statusCode(503)
                        .header("Retry-After", "5")
                        .body(equalTo("the shop is not open yet"));
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
