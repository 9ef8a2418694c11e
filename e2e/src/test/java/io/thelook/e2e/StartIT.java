package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts that must fail, and their messages. */
class StartIT {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "producer  | REFRESH_SECONDS | 0    | expected a whole number of seconds from 1 to 3600",
                "producer  | LOOKBACK_MINUTES| abc  | expected a whole number of minutes from 1 to 1440",
                "producer  | WAIT_SECONDS    | 5d   | expected a number of seconds from 0.001 to 3600",
                "producer  | BACKFILL        | yes  | expected true or false",
                "dashboard | PRODUCER_URL    | shop | expected an address such as ws://localhost:8000/ws",
                "dashboard | FEED            | file:orders.ndjson"
                        + " | expected the address of a file with an absolute path,"
                        + " such as file:///var/shop/orders.ndjson",
                "dashboard | MAX_VIEWERS     | -1   | expected a whole number from 1 to 100000",
                "producer  | MODE            | fast | expected shop or steady",
                "producer  | PRODUCER_PORT   | http | expected a port from 1 to 65535",
                "dashboard | DASHBOARD_PORT  | 0    | expected a port from 1 to 65535",
                "dashboard | DASHBOARD_PUSH_MILLIS | 20 | expected a whole number of milliseconds from 50 to 60000"
            })
    void badSetting_endsTheStartWithOneLine(String module, String variable, String value, String expected)
            throws InterruptedException {
        try (ServiceProcess service =
                ServiceProcess.begin(module, ServiceProcess.freePort(), Map.of(variable, value))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.log().strip()).isEqualTo("configuration: " + variable + "=" + value + ": " + expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"producer, PRODUCER_PORT", "dashboard, DASHBOARD_PORT"})
    void portTaken_isReportedInOneLine(String module, String variable) throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0);
                ServiceProcess service = ServiceProcess.begin(module, taken.getLocalPort(), Map.of())) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.log())
                    .contains("port " + taken.getLocalPort() + " is taken: stop what listens there, or set " + variable
                            + " to a free one")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void secretsOfAnAddress_areNotShown() throws InterruptedException {
        try (ServiceProcess service = ServiceProcess.begin(
                "dashboard",
                ServiceProcess.freePort(),
                Map.of("PRODUCER_URL", "http://me:geheim@shop.example/orders?token=geheim"))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.log().strip())
                    .isEqualTo("configuration: PRODUCER_URL=http://shop.example/orders: "
                            + "expected an address such as ws://localhost:8000/ws");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pa$$word123", "${HOME}-word"})
    void dollarsInAToken_areLiteral(String token) throws IOException, InterruptedException {
        try (ServiceProcess producer = ServiceProcess.producer(Map.of("ADMIN_TOKEN", token))) {
            HttpRequest request = HttpRequest.newBuilder(producer.uri("http", "/scenario"))
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + token)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"outage\"}"))
                    .build();

            assertThat(HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isLessThan(300);
        }
    }

    @Test
    void plainNames_stillSetAServiceThatRunsAlone_andEmptyOnesDoNot() {
        Map<String, String> settings = Map.of(
                "PUSH_MILLIS", "60",
                "MAX_RECORDS", "",
                "DASHBOARD_MAX_RECORDS", "",
                "MAX_IN_FLIGHT_MB", "",
                "AUTO_CONNECT", "");
        try (ServiceProcess dashboard = ServiceProcess.start("dashboard", ServiceProcess.freePort(), settings)) {
            assertThat(dashboard.log()).doesNotContain("configuration:");
        }
    }

    @ParameterizedTest
    @CsvSource({"producer, PRODUCER, 8000", "dashboard, DASHBOARD, 3000"})
    void kubernetesVariablesOfAService_doNotStopTheStart(String module, String name, int port) {
        Map<String, String> variables = Map.of(
                name + "_PORT",
                "tcp://10.96.0.13:" + port,
                name + "_SERVICE_HOST",
                "10.96.0.13",
                name + "_SERVICE_PORT",
                Integer.toString(port),
                name + "_PORT_" + port + "_TCP",
                "tcp://10.96.0.13:" + port,
                name + "_PORT_" + port + "_TCP_PROTO",
                "tcp",
                name + "_PORT_" + port + "_TCP_ADDR",
                "10.96.0.13",
                "QUARKUS_HTTP_PORT",
                Integer.toString(ServiceProcess.freePort()));
        try (ServiceProcess service = ServiceProcess.begin(module, ServiceProcess.freePort(), variables)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> service.log().contains("Listening on: ")
                            || service.log().contains("configuration: "));

            assertThat(service.log())
                    .doesNotContain("configuration: ")
                    .containsOnlyOnce(name + "_PORT=tcp://10.96.0.13:" + port
                            + " is ignored: it is Kubernetes' address of a Service, not a port");
        }
    }
}
