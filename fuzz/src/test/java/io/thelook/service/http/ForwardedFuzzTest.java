package io.thelook.service.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.util.NetUtil;
import io.thelook.fuzz.Expect;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** The headers that a proxy adds: TRUSTED_PROXIES in the first line, then one value of both headers in each line. */
@Timeout(10)
@Tag("slow")
class ForwardedFuzzTest {

    private static final String STRANGER = "203.0.113.9";
    private static final String PROXY = "10.0.0.1";
    private static final HostAndPort HOST = HostAndPort.create("shop.example", 3000);

    private final TrustedProxies.FromText converter = new TrustedProxies.FromText();
    private final TrustedProxies usual = converter.convert("10.0.0.0/8, fd00::/8");

    @FuzzTest
    void headers(byte[] input) {
        String[] lines = Expect.text(input).split("\n", 5);
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 1; i < lines.length; i++) {
            String value = lines[i].replaceAll("[\\p{Cntrl}]", " ");
            headers.add("X-Forwarded-For", value);
            headers.add("X-Forwarded-Host", value);
        }
        HttpServerRequest fromProxy = request(PROXY, headers);
        HttpServerRequest fromStranger = request(STRANGER, headers);

        Expect.equal(usual.network(fromStranger), STRANGER);
        Expect.equal(usual.hosts(fromStranger), List.of("shop.example:3000"));
        String client = usual.network(fromProxy);
        Expect.that(NetUtil.isValidIpV4Address(client) || client.matches("[0-9a-f]{16}"), "not a network: " + client);
        Expect.that(usual.hosts(fromProxy).get(0).equals("shop.example:3000"), "without Host");
        try {
            TrustedProxies given = converter.convert(lines[0]);
            given.network(fromProxy);
            given.hosts(fromStranger);
        } catch (IllegalArgumentException e) {
            Expect.refusal(e.getMessage(), 200);
        }
    }

    private static HttpServerRequest request(String address, MultiMap headers) {
        return (HttpServerRequest) Proxy.newProxyInstance(
                ForwardedFuzzTest.class.getClassLoader(),
                new Class<?>[] {HttpServerRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "remoteAddress" -> SocketAddress.inetSocketAddress(50_000, address);
                    case "headers" -> headers;
                    case "authority" -> HOST;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
