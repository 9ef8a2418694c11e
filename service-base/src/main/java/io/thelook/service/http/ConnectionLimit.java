package io.thelook.service.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutor;
import io.thelook.service.start.ServerAddress;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Limits open connections, of each network of clients and in total, and closes quiet ones. A connection beyond a limit
 * is closed when it is accepted, before a byte of it is read. A connection from a trusted proxy counts for its client
 * from the handshake of a WebSocket on; before that, only the total limit applies.
 */
@Singleton
public class ConnectionLimit {

    private static final AttributeKey<Boolean> ADMITTED = AttributeKey.valueOf("thelook.admitted");
    private static final AttributeKey<String> FORWARDED = AttributeKey.valueOf("thelook.forwarded");

    private final Duration maxQuiet;
    private final TrustedProxies proxies;
    private final OpenConnections open;
    private final LongAdder refusedOfOne = new LongAdder();
    private final LongAdder refusedOfAll = new LongAdder();
    private final LongAdder quiet = new LongAdder();

    /**
     * The limits.
     *
     * @param ofOne limit on connections of one network
     * @param ofAll limit on all connections
     * @param maxQuiet the time after which a connection without a request is closed
     * @param proxies whose forwarding headers are trusted
     */
    public record Rule(int ofOne, int ofAll, Duration maxQuiet, TrustedProxies proxies) {}

    ConnectionLimit(Rule rule) {
        this.maxQuiet = rule.maxQuiet();
        this.proxies = rule.proxies();
        this.open = new OpenConnections(rule.ofOne(), rule.ofAll());
    }

    /**
     * Guards the sockets on which the service listens, and the connections that they have accepted already. Vert.x has
     * no way to refuse a connection by its address.
     */
    void guard(@ObservesAsync ServerAddress listening, Vertx vertx) {
        VertxInternal internal = (VertxInternal) vertx;
        for (EventExecutor acceptor : internal.getAcceptorEventLoopGroup()) {
            forEachChannel(acceptor, channel -> {
                if (channel instanceof ServerChannel && channel.pipeline().get(AcceptGuard.class) == null) {
                    channel.pipeline().addFirst(new AcceptGuard(this));
                    // Connections accepted earlier were also assigned to their event loops earlier.
                    internal.getEventLoopGroup().forEach(loop -> forEachChannel(loop, this::admitLate));
                }
            });
        }
    }

    private static void forEachChannel(EventExecutor executor, Consumer<Channel> action) {
        SingleThreadEventLoop loop = (SingleThreadEventLoop) executor;
        loop.execute(() -> loop.registeredChannelsIterator().forEachRemaining(action));
    }

    private void admitLate(Channel channel) {
        boolean isAccepted = channel.parent() instanceof ServerChannel;
        if (isAccepted && !channel.hasAttr(ADMITTED) && !admit(channel)) {
            channel.close();
        }
    }

    /** Counts and watches a connection until it is closed; returns whether it is admitted. */
    boolean admit(Channel channel) {
        String network = network(channel.remoteAddress());
        OpenConnections.Outcome outcome = open.add(network);
        switch (outcome) {
            case NETWORK_FULL -> refusedOfOne.increment();
            case ALL_FULL -> refusedOfAll.increment();
            case ADMITTED -> {
                channel.attr(ADMITTED).set(true);
                channel.closeFuture().addListener(closed -> open.remove(network));
                channel.pipeline().addLast(new QuietGuard(maxQuiet, quiet::increment));
            }
        }
        return outcome == OpenConnections.Outcome.ADMITTED;
    }

    /** The network for which a connection counts; empty if that is not known yet. */
    private String network(SocketAddress remote) {
        if (!(remote instanceof InetSocketAddress address) || address.getAddress() == null) {
            return OpenConnections.UNKNOWN;
        }
        String host = address.getAddress().getHostAddress();
        return proxies.isTrusted(host) ? OpenConnections.UNKNOWN : ClientAddress.network(host);
    }

    /**
     * Counts a connection of a trusted proxy for its client, until it is closed. Call it on the connection's event
     * loop, as often as you like.
     *
     * @return whether the client may have it
     */
    boolean admitForwarded(HttpConnection connection, String network) {
        Channel channel = ((ConnectionBase) connection).channel();
        boolean isCounted = !isFromProxy(channel) || channel.attr(FORWARDED).get() != null;
        if (isCounted) {
            return true;
        }
        if (!open.addFurther(network)) {
            refusedOfOne.increment();
            return false;
        }
        channel.attr(FORWARDED).set(network);
        channel.closeFuture().addListener(closed -> release(channel));
        return true;
    }

    /** Stops counting a connection of a proxy: its handshake was refused, and other clients may use it. */
    void releaseForwarded(HttpConnection connection) {
        release(((ConnectionBase) connection).channel());
    }

    private void release(Channel channel) {
        String network = channel.attr(FORWARDED).getAndSet(null);
        if (network != null) {
            open.removeFurther(network);
        }
    }

    /** Whether a further connection for this client would be refused. */
    boolean isFull(HttpConnection connection, String network) {
        return isFromProxy(((ConnectionBase) connection).channel()) && open.isFull(network);
    }

    private boolean isFromProxy(Channel channel) {
        return network(channel.remoteAddress()).equals(OpenConnections.UNKNOWN);
    }

    /** Open connections. */
    int open() {
        return open.size();
    }

    /** The number of connections refused, because their network or all together had too many. */
    long refused() {
        return refusedOfOne.sum() + refusedOfAll.sum();
    }

    @Produces
    @Singleton
    static MeterBinder connectionMetrics(ConnectionLimit limit) {
        return registry -> {
            Gauge.builder("thelook.connections", limit, ConnectionLimit::open)
                    .description("Open connections")
                    .register(registry);
            FunctionCounter.builder("thelook.connections.refused", limit.refusedOfOne, LongAdder::sum)
                    .tag("limit", "address")
                    .description("Connections refused because there were too many")
                    .register(registry);
            FunctionCounter.builder("thelook.connections.refused", limit.refusedOfAll, LongAdder::sum)
                    .tag("limit", "all")
                    .description("Connections refused because there were too many")
                    .register(registry);
            FunctionCounter.builder("thelook.connections.quiet", limit.quiet, LongAdder::sum)
                    .description("Connections ended because they requested nothing")
                    .register(registry);
        };
    }
}
