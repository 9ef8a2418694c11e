package io.thelook.dashboard.source;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.nio.NioChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.NetSocketInternal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import org.jboss.logging.Logger;

/**
 * Makes the TCP or TLS connections to a feed, and attaches a {@link FeedSocket} to each. It reads the file of
 * authorities before each attempt to connect. If the file cannot be used, it keeps the authorities that it read last.
 * Not thread-safe.
 */
final class Connector {

    /** Limit on the time for the TCP connection, and again for TLS. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Logger LOG = Logger.getLogger(Connector.class);

    /** TCP keep-alive detects a lost host within a minute. The system's default takes over two hours. */
    private static final int PROBE_AFTER_SECONDS = 30;

    private static final int PROBE_SECONDS = 10;
    private static final int PROBES = 3;

    private final Vertx vertx;
    private final FeedAddress address;
    private Optional<CaFile> ca;
    private NetClient client;
    private boolean complained;

    Connector(Vertx vertx, FeedSettings settings) {
        this.vertx = vertx;
        this.address = settings.address();
        this.ca = settings.ca();
        this.client = newClient();
    }

    private NetClient newClient() {
        NetClientOptions options = new NetClientOptions()
                .setConnectTimeout((int) TIMEOUT.toMillis())
                .setTcpKeepAlive(true)
                .setSsl(address.isSecure())
                .setHostnameVerificationAlgorithm("HTTPS")
                .setSslHandshakeTimeout(TIMEOUT.toSeconds());
        ca.ifPresent(file -> options.setTrustOptions(file.trust()));
        return vertx.createNetClient(options);
    }

    /**
     * Makes a connection and attaches the socket to it, or reports the failure to the socket. Call it once per socket.
     */
    void connect(FeedSocket socket) {
        ca.ifPresent(this::renew);
        try {
            client.connect(socketAddress())
                    .onSuccess(connected -> attach(socket, ((NetSocketInternal) connected).channelHandlerContext()))
                    .onFailure(socket::failed);
        } catch (UnknownHostException e) {
            socket.failed(e);
        }
    }

    private SocketAddress socketAddress() throws UnknownHostException {
        return address.hasZone()
                ? SocketAddress.inetSocketAddress(
                        new InetSocketAddress(InetAddress.getByName(address.host()), address.port()))
                : SocketAddress.inetSocketAddress(address.port(), address.host());
    }

    static void attach(FeedSocket socket, ChannelHandlerContext vertx) {
        try {
            probe(vertx.channel().config());
        } catch (ChannelException e) {
            // The other end, or the stop of the dashboard, has closed the connection already.
            vertx.close();
            socket.failed(e.getCause() == null ? e : e.getCause());
            return;
        }
        socket.attach(vertx);
    }

    /** Makes the kernel detect a lost host, even if no pings are sent. */
    private static void probe(ChannelConfig config) {
        config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), PROBE_AFTER_SECONDS);
        config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), PROBE_SECONDS);
        config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), PROBES);
    }

    private void renew(CaFile file) {
        try {
            CaFile renewed = file.renewed();
            complained = false;
            if (renewed != file) {
                LOG.infof("%s has changed: trusting the certificates in it", file);
                ca = Optional.of(renewed);
                client.close();
                client = newClient();
            }
        } catch (IOException e) {
            if (!complained) {
                LOG.warnf("FEED_CA=%s: %s; trusting the previous certificates", file, e.getMessage());
            }
            complained = true;
        }
    }

    void close() {
        client.close();
    }
}
