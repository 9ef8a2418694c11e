package io.thelook.dashboard.page;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.xml.XmlPath;
import io.restassured.path.xml.XmlPath.CompatibilityMode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DashboardPageTest {

    @TestHTTPResource("/")
    URI server;

    @Test
    void page_hasItsWholeLayoutWithoutFigures() {
        XmlPath html = new XmlPath(CompatibilityMode.HTML, get("/").asString());

        assertThat(html.getString("html.head.title")).isEqualTo("theLook eCommerce Dashboard");
        assertThat(html.getList("**.findAll { it.name() == 'h2' }", String.class))
                .containsExactly(
                        "Number of Orders",
                        "Number of Order Items",
                        "Total Sales",
                        "Average Order Value",
                        "Orders per Minute",
                        "Gross Margin",
                        "Refunds",
                        "Revenue by Country",
                        "Revenue by Traffic Source",
                        "Sales over Time",
                        "Live Orders",
                        "Latest Orders",
                        "Revenue by Category",
                        "Revenue by Product",
                        "Revenue by Status",
                        "Revenue by Age",
                        "Revenue by Gender",
                        "Keyboard shortcuts",
                        "Alert");
        assertThat(html.getList("**.findAll { it.@class == 'card-value' }", String.class))
                .hasSize(7)
                .containsOnly("–");
        assertThat(html.getList("**.findAll { it.@hidden == 'hidden' && it.name() == 'article' }.h2", String.class))
                .as("until there are any")
                .containsExactly("Refunds");
        assertThat(html.getList(
                        "**.findAll { it.@hidden == 'hidden' && it.name() == 'figure' }.figcaption.h2", String.class))
                .as("until a record has one")
                .containsExactly("Revenue by Product");
    }

    @Test
    void page_runsNothingInlineAndNothingFromElsewhere() {
        get("/").then()
                .header("Content-Security-Policy", containsString("script-src 'self'; style-src 'self';"))
                .body(not(containsString("<style")))
                .body(not(containsString(" style=")))
                .body(not(containsString("https://")));
        assertThat(get("/").asString()).doesNotContainPattern("<script(?![^>]* src=\"\\./static/)");
    }

    /** Compressed metrics are a race between two threads, which fails a scrape now and then. */
    @Test
    void pageAndBundles_areCompressed_andMetricsAreNot() throws IOException, InterruptedException {
        Matcher addresses = Pattern.compile("\\./(static/bundle/app[^\"]+)").matcher(get("/").asString());
        List<String> paths = addresses.results().map(each -> each.group(1)).toList();
        assertThat(paths).hasSizeGreaterThan(1);

        assertThat(encoding("")).contains("gzip");
        for (String path : paths) {
            assertThat(encoding(path)).as(path).contains("gzip");
        }
        get("/q/metrics").then().statusCode(200);
        assertThat(encoding("q/metrics").orElse("")).isNotEqualTo("gzip");
    }

    private Optional<String> encoding(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .header("Accept-Encoding", "gzip")
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .headers()
                .firstValue("Content-Encoding");
    }

    @Test
    void addresses_areRelative() {
        for (String path : List.of("/", "/connect")) {
            assertThat(get(path).asString()).doesNotContainPattern("(src|href|data-charts)=\"/");
        }
        assertThat(get("/connect/").asString())
                .contains("src=\"../static/", "href=\"../static/", "href=\"../\"", "data-root=\"../\"");
    }

    @Test
    void bundles_importNoOther() {
        Matcher bundles = Pattern.compile("\"\\.(/static/bundle/[^\"]+\\.js)\"").matcher(get("/").asString());
        assertThat(bundles.results().map(bundle -> get(bundle.group(1)).asString()))
                .hasSize(3)
                .allSatisfy(script -> assertThat(script).doesNotContainPattern("(from|import)[ (]*\"/"));
    }

    @Test
    void framesOfAnySite_areRefusedByDefault() {
        get("/").then().header("Content-Security-Policy", endsWith("frame-ancestors 'none'"));
    }

    @Test
    void bundle_isServedCompressed() {
        Matcher script = Pattern.compile("src=\"\\.(/static/bundle/[^\"]+)\"").matcher(get("/").asString());
        assertThat(script.find()).isTrue();

        assertThat(get(script.group(1)).statusCode()).isEqualTo(200);
        assertThat(get(script.group(1)).header("Content-Encoding")).isEqualTo("gzip");
    }

    @Test
    void map_isServedCompressed() {
        assertThat(get("/map/world.json").header("Content-Encoding")).isEqualTo("gzip");
        get("/map/world.json").then().body("countries.FR.at", hasSize(2));
    }

    @Test
    void page_withoutHistory_hasNothingOfIt() {
        get("/").then()
                .body("html.body.@data-history", equalTo("false"))
                .body(not(containsString("id=\"today\"")))
                .body(not(containsString("name=\"past\"")))
                .body(not(containsString("scrubber-day")));
    }

    @Test
    void autoConnect_isOffByDefault() {
        get("/").then().statusCode(200).body("html.body.@data-auto-connect", equalTo("false"));
    }
}
