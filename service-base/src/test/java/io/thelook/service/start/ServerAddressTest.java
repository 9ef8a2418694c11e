package io.thelook.service.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerAddressTest {

    @ParameterizedTest
    @CsvSource({"8000, -1, 8000", "8000, 8000, 8000", "0, 35305, 35305"})
    void port_isKnownBeforeQuarkusKnowsIt(int configured, int known, int expected) {
        HttpServerOptions options = new HttpServerOptions().setPort(configured);

        assertThat(ServerAddress.of(new HttpServerStart(options), new Server(known, -1)))
                .hasToString("http://localhost:" + expected);
        assertThat(ServerAddress.of(new HttpsServerStart(options), new Server(-1, known)))
                .hasToString("https://localhost:" + expected);
    }

    @ParameterizedTest
    @CsvSource({"3000, -1, http://localhost:3000", "-1, 3000, https://localhost:3000"})
    void address_ofARunningServer(int port, int securePort, String expected) {
        assertThat(ServerAddress.of(new Server(port, securePort))).hasToString(expected);
    }

    /**
     * A server.
     *
     * @param port that Quarkus knows; -1 for none
     * @param securePort the same of the one with TLS
     */
    private record Server(int port, int securePort) implements HttpServer {

        @Override
        public int getPort() {
            return port;
        }

        @Override
        public int getSecurePort() {
            return securePort;
        }

        @Override
        public int getManagementPort() {
            return -1;
        }

        @Override
        public URI getLocalBaseUri() {
            return URI.create("http://localhost:" + port);
        }
    }
}
