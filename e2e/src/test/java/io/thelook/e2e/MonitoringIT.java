package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The metrics of both services, with everything on that has some, against docs/metrics.md, the dashboard for Grafana,
 * and the rules for Prometheus with docs/runbook.md.
 */
class MonitoringIT {

    private static final Path ROOT = Path.of("..");
    private static final Path RULES = ROOT.resolve("deploy/prometheus/alerts.yml");
    private static final Path RULE_TESTS = ROOT.resolve("deploy/prometheus/alerts_test.yml");
    private static final Path GRAFANA = ROOT.resolve("deploy/grafana/thelook.json");
    private static final String OURS = "thelook_";
    private static final String TOKEN = "choose-a-token";
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern ROW = Pattern.compile(
            "(?m)^\\| `(thelook_\\w+)` \\| (\\w+) \\| ((?:`\\w+`(?:, )?)*) ?\\| (producer|dashboard|both) \\| (.+) \\|$");
    private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static final Scrape EXPORTED = new Scrape();

    /** A metric as the document has it, or as the services export it. */
    private record Metric(String type, Set<String> labels, Set<String> services) {}

    @BeforeAll
    static void scrape(@TempDir Path folder) throws Exception {
        Path rules = Files.writeString(folder.resolve("rules.json"), """
                {"webhooks": {"on call": {"format": "json", "url": "http://127.0.0.1:1/"}},
                 "rules": [{"name": "Sales", "figure": "total_sales", "above": 1}]}
                """);
        Map<String, String> shop = Map.of(
                "ADMIN_TOKEN",
                TOKEN,
                "FEED_TOKEN",
                TOKEN,
                "PERSIST",
                "postgres://nobody:nothing@127.0.0.1:1/nowhere",
                "PUBLISH",
                "http://127.0.0.1:1/");
        try (ServiceProcess producer = ServiceProcess.producer(shop)) {
            Map<String, String> follower = Map.of(
                    "FEED",
                    producer.uri("ws", "/ws").toString(),
                    "FEED_TOKEN",
                    TOKEN,
                    "ADMIN_TOKEN",
                    TOKEN,
                    "ALERTS",
                    rules.toString(),
                    "HISTORY",
                    "on",
                    "DATA_DIR",
                    folder.resolve("follower").toString());
            Map<String, String> reader =
                    Map.of("FEED", "kafka://127.0.0.1:1/orders", "INGEST", "true", "INGEST_TOKEN", TOKEN);
            Map<String, String> receiver = Map.of(
                    "FEED",
                    "file:" + folder.resolve("orders.ndjson"),
                    "ADMIN_TOKEN",
                    TOKEN,
                    "INGEST",
                    "true",
                    "INGEST_TOKEN",
                    TOKEN,
                    "DATA_DIR",
                    folder.resolve("receiver").toString());
            try (ServiceProcess first = ServiceProcess.start("dashboard", ServiceProcess.freePort(), follower);
                    ServiceProcess second = ServiceProcess.start("dashboard", ServiceProcess.freePort(), receiver);
                    ServiceProcess third = ServiceProcess.startWithoutTopic(reader)) {
                post(
                        second.uri("http", "/ingest"),
                        "{\"order_id\":\"A-1\",\"item_id\":\"1\",\"sale_price\":\"19.90\"}");
                post(second.uri("http", "/connect/trial"), "{\"mapping\":\".\",\"sample\":\"{}\"}");
                scrape("producer", producer);
                scrape("dashboard", first);
                scrape("dashboard", second);
                scrape("dashboard", third);
            }
        }
    }

    private static void scrape(String name, ServiceProcess service) {
        service.diagnose("GC.run");
        URI address = service.uri("http", "/q/metrics");
        await().atMost(SOON).until(() -> get(address).contains("jvm_gc_pause_seconds_max"));
        EXPORTED.add(name, get(address));
    }

    private static String get(URI address) {
        return send(HttpRequest.newBuilder(address));
    }

    private static void post(URI address, String body) {
        send(HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static String send(HttpRequest.Builder request) {
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isIn(200, 202);
            return response.body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void metrics_areThoseOfTheDocument() throws IOException {
        Map<String, Metric> exported = new TreeMap<>();
        EXPORTED.samples().forEach((name, sample) -> {
            if (name.startsWith(OURS)) {
                boolean isHistogram = sample.type().equals("histogram");
                Set<String> labels = new TreeSet<>(sample.labels().keySet());
                labels.remove("le");
                exported.put(
                        isHistogram ? name.replaceAll("_(bucket|count|sum)$", "") : name,
                        new Metric(sample.type(), labels, sample.services()));
            }
        });
        Map<String, Metric> documented = new TreeMap<>();
        ROW.matcher(document("metrics.md"))
                .results()
                .forEach(row -> documented.put(
                        row.group(1),
                        new Metric(
                                row.group(2),
                                labels(row.group(3)),
                                row.group(4).equals("both") ? Set.of("producer", "dashboard") : Set.of(row.group(4)))));

        assertThat(exported).containsExactlyInAnyOrderEntriesOf(documented);
        assertThat(documented).hasSizeGreaterThan(90);
    }

    /** The names in a cell, such as {@code `limit`, `what`}. */
    private static Set<String> labels(String cell) {
        return Pattern.compile("\\w+")
                .matcher(cell)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static Stream<String> alertQueries() throws IOException {
        return alerts().stream().map(alert -> alert.get("expr").asText());
    }

    private static Stream<String> panelQueries() throws IOException {
        return JSON.readTree(GRAFANA.toFile()).findValuesAsText("expr").stream();
    }

    @ParameterizedTest
    @MethodSource({"alertQueries", "panelQueries"})
    void query_namesWhatIsExported(String query) {
        assertThat(PromQuery.faults(query, EXPORTED.samples())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "thelook_nothing > 1",
                "rate(thelook_views_failed_total{reason=\"x\"}[5m])",
                "thelook_audience_peers{audience=\"nobody\"}",
                "sum by (colour) (thelook_audience_peers)",
                "vector(1)"
            })
    void query_namesSomethingElse_isFound(String query) {
        assertThat(PromQuery.faults(query, EXPORTED.samples())).hasSize(1);
    }

    @Test
    void legends_nameLabelsThatExist() throws IOException {
        Set<String> labels = EXPORTED.samples().values().stream()
                .flatMap(sample -> sample.labels().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        labels.add("instance");

        assertThat(JSON.readTree(GRAFANA.toFile()).findValuesAsText("legendFormat"))
                .hasSizeGreaterThan(50)
                .allSatisfy(
                        legend -> assertThat(LEGEND.matcher(legend).results().map(found -> found.group(1)))
                                .isSubsetOf(labels));
    }

    @Test
    void alerts_sayWhatIsWrongAndWhereToLook() throws IOException {
        String runbook = document("runbook.md");
        String tests = Files.readString(RULE_TESTS);

        assertThat(alerts()).hasSizeGreaterThan(20).allSatisfy(alert -> {
            String name = alert.get("alert").asText();
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
            assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
            assertThat(alert.at("/annotations/description").asText()).endsWith(".");
            assertThat(alert.at("/annotations/runbook").asText())
                    .isEqualTo("docs/runbook.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(runbook).contains("\n### " + name + "\n");
            assertThat(tests).as("a test that it fires").contains("alertname=\"" + name + "\"");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check config prometheus.yml",
                "check config compose.yml",
                "check rules alerts.yml",
                "test rules alerts_test.yml"
            })
    void promtool_findsNoFault(String arguments) throws Exception {
        Installed.assumeProgram("promtool", "prometheus");
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments.split(" ")));
        Process promtool = new ProcessBuilder(command)
                .directory(RULES.getParent().toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(promtool.waitFor()).as(said).isZero();
    }

    private static String document(String name) throws IOException {
        return Files.readString(ROOT.resolve("docs").resolve(name));
    }

    private static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        YAML.readTree(RULES.toFile()).get("groups").forEach(group -> group.get("rules")
                .forEach(alerts::add));
        return alerts;
    }
}
