package io.thelook.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thelook.service.testing.LocalServer;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client behind a proxy, over real connections from 127.0.0.1. */
class TrustedProxiesTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static TrustedProxies read(String text) {
        return new TrustedProxies.FromText().convert(text);
    }

    /** The server's reading of the headers of a request: the client's network, and the hosts. */
    private String[] ask(TrustedProxies proxies, String... headers) throws IOException {
        Router router = Router.router(vertx);
        router.route()
                .handler(context -> context.end(
                        proxies.network(context.request()) + " " + String.join("|", proxies.hosts(context.request()))));
        try (RawClient client = RawClient.to(LocalServer.start(vertx, router))) {
            client.send("GET / HTTP/1.1\r\nHost: inner:3000\r\n" + String.join("\r\n", headers)
                    + (headers.length == 0 ? "" : "\r\n") + "Connection: close\r\n\r\n");
            return client.body(client.head()).split(" ", 2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1           | 203.0.113.7                          | 203.0.113.7",
                "127.0.0.0/8         | 203.0.113.7                          | 203.0.113.7",
                "::1, 127.0.0.1      | 203.0.113.7:4711                     | 203.0.113.7",
                "127.0.0.1           | ::ffff:203.0.113.7                   | 203.0.113.7",
                "::ffff:127.0.0.1    | 203.0.113.7                          | 203.0.113.7",
                "127.0.0.1           | 2001:db8:1:2:3:4:5:6                 | 20010db800010002",
                "127.0.0.1           | [2001:db8:1:2:3:4:5:6]:4711          | 20010db800010002",
                // The client's own values come before those that the proxy has added.
                "127.0.0.1           | 192.0.2.1, 203.0.113.7               | 203.0.113.7",
                "127.0.0.1 10.0.0.0/8| 192.0.2.1, 203.0.113.7, 10.1.2.3     | 203.0.113.7",
                "127.0.0.1           | 192.0.2.1, 203.0.113.7, 10.1.2.3     | 10.1.2.3",
                "127.0.0.1 10.0.0.0/8| 10.9.9.9, 10.1.2.3                   | 10.9.9.9",
                "127.0.0.1           | unknown                              | 127.0.0.1",
                "127.0.0.1           | _hidden, 127.0.0.1                   | 127.0.0.1",
                "127.0.0.1           | ''                                   | 127.0.0.1",
                "10.0.0.0/8          | 203.0.113.7                          | 127.0.0.1"
            })
    void client_isTheLastThatIsNoTrustedProxy(String trusted, String forwarded, String expected) throws IOException {
        assertThat(ask(read(trusted), "X-Forwarded-For: " + forwarded)[0]).isEqualTo(expected);
    }

    @Test
    void severalHeaders_areOneList() throws IOException {
        assertThat(ask(read("127.0.0.1"), "X-Forwarded-For: 192.0.2.1", "X-Forwarded-For: 203.0.113.7")[0])
                .isEqualTo("203.0.113.7");
    }

    @Test
    void host_isThatOfATrustedProxy_too() throws IOException {
        String header = "X-Forwarded-Host: shop.example, between.example:8080";

        assertThat(ask(read("127.0.0.1"), header)[1]).isEqualTo("inner:3000|shop.example|between.example:8080");
        assertThat(ask(read("10.0.0.1"), header)[1]).isEqualTo("inner:3000");
        assertThat(ask(TrustedProxies.NONE, header)[1]).isEqualTo("inner:3000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.example",
                "10.0.0.0/33",
                "fe80::1%eth0",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "::1/129",
                "10.0.0.256",
                "",
                "127.0.0.1,,nginx",
                "10.0.0.0/8/8",
                "::ffff:10.0.0.0/104",
                "10.0.0.0/99999999999"
            })
    void anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected addresses or networks such as 10.0.0.7");
    }
}
