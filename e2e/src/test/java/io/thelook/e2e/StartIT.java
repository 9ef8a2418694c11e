package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starts that must fail, and what is said then. */
class StartIT {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "producer  | REFRESH_SECONDS | 0    | expected a whole number of seconds from 1 to 3600",
                "producer  | LOOKBACK_MINUTES| abc  | Expected an integer value, got \"abc\"",
                "producer  | WAIT_SECONDS    | 5d   | expected a number such as 0.5",
                "producer  | BACKFILL        | yes  | expected true or false",
                "dashboard | PRODUCER_URL    | shop | expected an address such as ws://localhost:8000/ws",
                "dashboard | MAX_VIEWERS     | -1   | expected a whole number from 1 to 100000"
            })
    void badSetting_endsTheStartWithOneLine(String module, String variable, String value, String expected)
            throws InterruptedException {
        try (ServiceProcess service =
                ServiceProcess.begin(module, ServiceProcess.freePort(), Map.of(variable, value))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.log().strip()).isEqualTo("configuration: " + variable + "=" + value + ": " + expected);
        }
    }

    @Test
    void portTaken_isSaidInOneLine() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0);
                ServiceProcess service = ServiceProcess.begin("producer", taken.getLocalPort(), Map.of())) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.log())
                    .contains("port " + taken.getLocalPort() + " is taken")
                    .doesNotContain("\tat ");
        }
    }
}
