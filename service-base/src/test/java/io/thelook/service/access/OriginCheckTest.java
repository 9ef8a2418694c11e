package io.thelook.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thelook.service.http.AllowedHosts;
import io.thelook.service.http.RawClient;
import io.thelook.service.http.TrustedProxies;
import io.thelook.service.testing.LocalServer;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests that pages of other sites may make, over real connections. */
class OriginCheckTest {

    private static final TrustedProxies LOOPBACK = new TrustedProxies.FromText().convert("127.0.0.1");

    private final Vertx vertx = Vertx.vertx();
    private OriginCheck check;
    private String answer;

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int send(OriginCheck.Rule rule, String method, String... headers) throws IOException {
        return sendTo("Host: shop.example:3000\r\n", rule, method, headers);
    }

    private int sendTo(String host, OriginCheck.Rule rule, String method, String... headers) throws IOException {
        check = new OriginCheck(rule);
        Router router = Router.router(vertx);
        router.route().handler(check::check);
        router.route().handler(context -> context.end("done"));
        try (RawClient client = RawClient.to(LocalServer.start(vertx, router))) {
            client.send(method + " / HTTP/1.1\r\n" + host + String.join("\r\n", headers)
                    + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            RawClient.Head head = client.head();
            answer = method.equals("HEAD") ? "" : client.body(head);
            return head.status();
        }
    }

    private static OriginCheck.Rule rule(Origins origins, boolean areSocketsOpen) {
        return new OriginCheck.Rule(origins, AllowedHosts.ANY, TrustedProxies.NONE, areSocketsOpen);
    }

    private static Origins read(String text) {
        return new Origins.FromText().convert(text);
    }

    @ParameterizedTest
    @CsvSource({
        "http://shop.example:3000, 200",
        "https://shop.example:3000, 200",
        "HTTP://Shop.Example:3000, 200",
        "http://shop.example, 403",
        "http://shop.example:1, 403",
        "http://evil.example, 403",
        "http://evil.example:3000, 403",
        "http://shop.example:3000.evil.example, 403",
        "http://evil.example/shop.example:3000, 403",
        "null, 403",
        "'', 403",
        "shop.example:3000, 403",
        "://shop.example:3000, 403"
    })
    void page_changesItsOwnHostOnly(String origin, int status) throws IOException {
        assertThat(send(rule(Origins.OWN, false), "POST", "Origin: " + origin)).isEqualTo(status);
        assertThat(check.refused()).isEqualTo(status == 403 ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"PUT, 403", "PATCH, 403", "DELETE, 403", "GET, 200", "HEAD, 200", "OPTIONS, 200"})
    void reading_isNotConcerned(String method, int status) throws IOException {
        assertThat(send(rule(Origins.OWN, false), method, "Origin: http://evil.example"))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "http://shop.example:3000, false, 200",
        "http://evil.example, false, 403",
        "http://evil.example, true, 200"
    })
    void sockets_areOpenToOtherSitesWhereTheServiceSaysSo(String origin, boolean areSocketsOpen, int status)
            throws IOException {
        assertThat(send(rule(Origins.OWN, areSocketsOpen), "GET", "Upgrade: websocket", "Origin: " + origin))
                .isEqualTo(status);
    }

    /** A proxy may add the header to every request. */
    @Test
    void changeWithAnUpgrade_isAChange() throws IOException {
        assertThat(send(rule(Origins.OWN, true), "POST", "Upgrade: websocket", "Origin: http://evil.example"))
                .isEqualTo(403);
    }

    @Test
    void otherClients_areNotConcerned() throws IOException {
        assertThat(send(rule(Origins.OWN, false), "POST", "X-Test: 1")).isEqualTo(200);
        assertThat(send(rule(Origins.OWN, false), "GET", "Upgrade: websocket")).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://intranet.example                       | http://intranet.example       | 200",
                "http://INTRANET.example/                      | http://intranet.example       | 200",
                "https://a.example, https://intranet.example:8 | https://intranet.example:8    | 200",
                "https://intranet.example:443                  | https://intranet.example      | 200",
                "http://intranet.example                       | https://intranet.example      | 403",
                "http://intranet.example                       | http://intranet.example:8080  | 403",
                "http://[fd00::1]:80                           | http://[fd00::1]              | 200",
                "*                                             | null                          | 200"
            })
    void allowedSites_mayUseTheService(String allowed, String origin, int status) throws IOException {
        assertThat(send(rule(read(allowed), false), "POST", "Origin: " + origin))
                .isEqualTo(status);
    }

    @Test
    void proxy_mayAskForAnotherHost() throws IOException {
        String[] headers = {"Origin: https://public.example", "X-Forwarded-Host: public.example"};

        assertThat(send(new OriginCheck.Rule(Origins.OWN, AllowedHosts.ANY, LOOPBACK, false), "POST", headers))
                .isEqualTo(200);
        assertThat(send(rule(Origins.OWN, false), "POST", headers)).isEqualTo(403);
    }

    /** Some proxies write the port that the scheme implies. */
    @Test
    void hostWithTheUsualPort_isTheSameHost() throws IOException {
        String[] headers = {"Origin: https://public.example", "X-Forwarded-Host: public.example:443"};

        assertThat(send(new OriginCheck.Rule(Origins.OWN, AllowedHosts.ANY, LOOPBACK, false), "POST", headers))
                .isEqualTo(200);
    }

    @Test
    void refusal_namesTheSiteAndTheSetting_andIsCounted() throws IOException {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();

        send(rule(Origins.OWN, false), "POST", "Origin: http://evil.example\u00ff\"<b>");
        OriginCheck.originMetric(check).bindTo(meters);

        assertThat(answer)
                .startsWith("{\"error\":\"the page is from another site, ")
                .contains("http://evil.example", "ALLOWED_ORIGINS");
        assertThat(meters.get("thelook.access.refused")
                        .tag("reason", "origin")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
    }

    private OriginCheck.Rule only(String hosts) {
        return new OriginCheck.Rule(Origins.OWN, new AllowedHosts.FromText().convert(hosts), LOOPBACK, false);
    }

    /** The name of a site may lead to the service's address: its Origin and its Host then agree. */
    @ParameterizedTest
    @CsvSource({"GET, X-Test: 1", "GET, Upgrade: websocket", "POST, Origin: http://shop.example:3000"})
    void otherHosts_areRefusedWhateverTheyAsk(String method, String header) throws IOException {
        assertThat(send(only("shop.example"), method, header)).isEqualTo(200);
        assertThat(send(only("other.example"), method, header)).isEqualTo(421);
        assertThat(answer).contains("shop.example:3000", "ALLOWED_HOSTS");
        assertThat(check.refused()).isZero();

        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        OriginCheck.originMetric(check).bindTo(meters);
        assertThat(meters.get("thelook.access.refused")
                        .tag("reason", "host")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
    }

    /** Vert.x cannot read some of them; it must refuse the request, because the check would see no host. */
    @ParameterizedTest
    @CsvSource({
        "'Host: a{b.evil.example\r\n', 400",
        "'Host: evil.example:port\r\n', 400",
        "'Host: shop.example:3000\r\n', 200",
        "'Host: [::1]:3000\r\n', 200",
        "'', 400"
    })
    void hostInAnyForm_isThatOfTheService(String host, int status) throws IOException {
        assertThat(sendTo(host, only("shop.example"), "GET", "X-Test: 1")).isEqualTo(status);
    }

    @Test
    void hostThatTheProxyNames_mustBeAllowedToo() throws IOException {
        assertThat(send(only("shop.example"), "GET", "X-Forwarded-Host: evil.example"))
                .isEqualTo(421);
        assertThat(send(only("shop.example, *.public.example"), "GET", "X-Forwarded-Host: www.public.example"))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "intranet.example",
                "https://",
                "https://*.example",
                "https://a.example/path",
                "https://user@a.example",
                "ws://a.example",
                "https://a.example:123456",
                "null",
                ""
            })
    void anythingElse_isNoOrigin(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected origins such as https://intranet.example.com");
    }
}
