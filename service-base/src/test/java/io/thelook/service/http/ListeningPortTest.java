package io.thelook.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListeningPortTest {

    @ParameterizedTest
    @CsvSource({"8000, -1, 8000", "8000, 8000, 8000", "0, 35305, 35305"})
    void port_isKnownBeforeQuarkusKnowsIt(int configured, int known, int expected) {
        HttpServerStart start = new HttpServerStart(new HttpServerOptions().setPort(configured));

        assertThat(ListeningPort.of(start, new Server(known))).isEqualTo(expected);
    }

    /**
     * A server.
     *
     * @param port that Quarkus knows; -1 for none
     */
    private record Server(int port) implements HttpServer {

        @Override
        public int getPort() {
            return port;
        }

        @Override
        public int getSecurePort() {
            return -1;
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
