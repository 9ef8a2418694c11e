package io.thelook.service.http;

import io.smallrye.config.WithDefault;
import io.thelook.service.start.Range;
import java.util.Optional;

/**
 * The settings of the limits that hold for all connections to a service. A network is an IPv4 address, or 64 bits of an
 * IPv6 address; behind a trusted proxy, that of the client. Loopback has no separate limit, because all clients of a
 * proxy on the same machine that is not in TRUSTED_PROXIES come from there.
 */
public interface LimitSettings {

    /**
     * [MAX_CONNECTIONS] Limit on open connections, 10 to 1,000,000; further ones are closed at once. 1,000 more than
     * the limits on clients and viewers if not set.
     */
    @Range(least = 10, most = 1_000_000)
    Optional<Integer> maxConnections();

    /** [MAX_CONNECTIONS_PER_ADDRESS] Limit on open connections of one network, 1 to 1,000,000. */
    @WithDefault("2000")
    @Range(least = 1, most = 1_000_000)
    int maxConnectionsPerAddress();

    /** [MAX_HANDSHAKES] Limit on handshakes of WebSockets a second, 1 to 1,000,000; twice as many at once. */
    @WithDefault("2000")
    @Range(least = 1, most = 1_000_000)
    int maxHandshakes();

    /** [MAX_HANDSHAKES_PER_ADDRESS] The same for one network, 1 to 1,000,000; ten times as many at once. */
    @WithDefault("100")
    @Range(least = 1, most = 1_000_000)
    int maxHandshakesPerAddress();

    /** [MAX_REQUESTS] Limit on other requests a second, 1 to 1,000,000; twice as many at once. */
    @WithDefault("2000")
    @Range(least = 1, most = 1_000_000)
    int maxRequests();

    /** [MAX_REQUESTS_PER_ADDRESS] The same for one network, 1 to 1,000,000; ten times as many at once. */
    @WithDefault("200")
    @Range(least = 1, most = 1_000_000)
    int maxRequestsPerAddress();

    /**
     * [MAX_QUIET_SECONDS] Limit on the time that a connection stays open without a request, in seconds, 1 to 3,600.
     * The default is longer than the minute for which proxies keep a connection for its next request.
     */
    @WithDefault("75")
    @Range(least = 1, most = 3_600, unit = "seconds")
    int maxQuietSeconds();

    /**
     * [MAX_MESSAGES] Limit on frames that a client or viewer sends within a second, 20 to 1,000,000; more frames end
     * the connection.
     */
    @WithDefault("100")
    @Range(least = 20, most = 1_000_000, unit = "frames")
    int maxMessages();
}
