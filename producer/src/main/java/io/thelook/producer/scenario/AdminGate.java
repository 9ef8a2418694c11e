package io.thelook.producer.scenario;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which requests may control the shop. If a token is configured, requests must carry it. Otherwise they must
 * come from this machine and be addressed to a local name. The name keeps out pages of other sites in a local browser:
 * their requests carry the name of their own host.
 */
final class AdminGate {

    private static final String BEARER = "Bearer ";
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final Optional<String> token;

    AdminGate(Optional<String> token) {
        this.token = token;
    }

    /** The response to a request that is refused. */
    record Refusal(int status, String reason) {}

    Optional<Refusal> check(HttpServerRequest request) {
        if (token.isEmpty()) {
            return isLocal(request.remoteAddress(), request.authority())
                    ? Optional.empty()
                    : Optional.of(
                            new Refusal(
                                    403,
                                    "the shop can be steered from its own machine only: set ADMIN_TOKEN to steer it from here"));
        }
        String given = request.getHeader("Authorization");
        return given != null && given.startsWith(BEARER) && isToken(given.substring(BEARER.length()))
                ? Optional.empty()
                : Optional.of(new Refusal(401, "expected the header Authorization: Bearer <ADMIN_TOKEN>"));
    }

    private static boolean isLocal(SocketAddress from, HostAndPort asked) {
        if (from == null || asked == null || !LOCAL_NAMES.contains(asked.host())) {
            return false;
        }
        try {
            return InetAddress.getByName(from.hostAddress()).isLoopbackAddress();
        } catch (java.net.UnknownHostException e) {
            return false;
        }
    }

    /** Compares in a time that does not depend on how much of the token matches. */
    private boolean isToken(String given) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), token.orElseThrow().getBytes(StandardCharsets.UTF_8));
    }
}
