package io.thelook.producer.tables;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.thelook.producer.ProducerConfig;
import io.thelook.producer.store.RecentVisits;
import io.thelook.service.http.TrustedProxies;
import io.thelook.service.testing.ApiDocument;
import io.thelook.service.testing.HttpContract;
import io.thelook.service.testing.LocalServer;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables and the responses of {@code /export} match {@code /q/openapi}. */
@QuarkusTest
@TestProfile(TableExportTest.Silent.class)
class ExportContractTest {

    private static final List<String> PATHS = List.of("/export/{table}.csv", "/export/{table}.ndjson");

    @TestHTTPResource("/")
    URI server;

    @Inject
    ProducerConfig config;

    private final ApiDocument document = ApiDocument.resource("META-INF/openapi.yaml");

    @Test
    void rows_haveTheColumnsOfTheirTables() {
        for (Table table : Table.values()) {
            String name = Arrays.stream(table.label().split("_"))
                    .map(word -> word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1))
                    .collect(Collectors.joining("", "", "Row"));
            JsonNode row = document.schema(name);
            List<String> columns = new ArrayList<>();
            row.get("properties").fieldNames().forEachRemaining(columns::add);

            assertThat(columns)
                    .containsExactlyElementsOf(
                            table.columns().stream().map(Table.Column::name).toList());
            assertThat(row.get("required")).hasSameSizeAs(columns);
        }
    }

    @Test
    void export_givesEachDocumentedResponse() {
        HttpContract open = new HttpContract(document, server);
        for (String method : List.of("GET", "HEAD", "POST", "DELETE")) {
            for (Table table : Table.values()) {
                open.send(method, "/export/" + table.label() + ".csv");
                open.send(method, "/export/" + table.label() + ".ndjson");
            }
            for (String table : List.of("customers", "Users", "%20", "users%00")) {
                open.send(method, "/export/" + table + ".csv");
                open.send(method, "/export/" + table + ".ndjson");
            }
        }
        for (String path : PATHS) {
            // On a busy machine, a download may still have the place that the next one needs.
            assertThat(open.unseen(path)).isSubsetOf("GET " + path + " 503", "HEAD " + path + " 503");
        }
    }

    @Test
    void export_ofAShopThatIsNotOpen_givesTheDocumentedResponse() {
        Vertx vertx = Vertx.vertx();
        try {
            Router router = Router.router(vertx);
            new TableExport(new RecentVisits(1), new CompletableFuture<>(), TrustedProxies.NONE, config)
                    .register(router);
            int port = LocalServer.start(vertx, router);
            HttpContract closed = new HttpContract(document, URI.create("http://127.0.0.1:" + port));
            for (String method : List.of("GET", "HEAD")) {
                closed.send(method, "/export/users.csv");
                closed.send(method, "/export/users.ndjson");
            }

            for (String path : PATHS) {
                assertThat(closed.unseen(path)).doesNotContain("GET " + path + " 503", "HEAD " + path + " 503");
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
