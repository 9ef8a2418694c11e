package io.thelook.dashboard.access;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.thelook.service.fanout.Peer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Maps requests and sockets to visits, and closes the sockets of a visit within a second after it has ended.
 * Thread-safe.
 *
 * <p>WebSockets Next does not give the readers of a socket access to the upgraded request. A check of the upgrade sees
 * the connection, so the visit is attached to it.
 */
@Singleton
public class Visits implements HttpUpgradeCheck {

    /**
     * No longer permitted. 4000 to 4999 are for applications: RFC 6455, section 7.4.2; 4401 stands for HTTP's 401.
     */
    public static final int SIGNED_OUT = 4_401;

    private static final String REASON = "signed out";
    private static final String KEY = Visit.class.getName();
    private static final AttributeKey<Visit> OF_CHANNEL = AttributeKey.valueOf(KEY);
    private static final TypedKey<Visit> OF_SOCKET = new TypedKey<>("visit");

    private final SignInState state;
    private final Map<Peer, Visit> sockets = new ConcurrentHashMap<>();
    private final InstantSource clock = InstantSource.system();

    Visits(SignInState state) {
        this.state = state;
    }

    /** Sets the visit of a request. */
    void pass(RoutingContext context, Visit visit) {
        context.put(KEY, visit);
        if (context.request().headers().contains("Upgrade")) {
            channel(context.request()).attr(OF_CHANNEL).set(visit);
        }
    }

    /** Who makes a request. */
    public static Visit of(RoutingContext context) {
        Visit visit = context.get(KEY);
        return visit == null ? Visit.ANYBODY : visit;
    }

    /** The visit in which a socket was opened. */
    public static Visit of(WebSocketConnection connection) {
        Visit visit = connection.userData().get(OF_SOCKET);
        return visit == null ? Visit.ANYBODY : visit;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        Visit visit = channel(context.httpRequest()).attr(OF_CHANNEL).getAndSet(null);
        if (visit != null) {
            context.userData().put(OF_SOCKET, visit);
        } else if (state.isOn()) {
            // The request has not passed the gate.
            return CheckResult.rejectUpgrade(401);
        }
        return CheckResult.permitUpgrade();
    }

    private static Channel channel(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel();
    }

    /** Closes a socket when the visit ends. */
    public void follow(Visit visit, Peer peer) {
        if (visit != Visit.ANYBODY) {
            sockets.put(peer, visit);
            peer.closed().whenComplete((done, failure) -> sockets.remove(peer));
        }
    }

    /** Begins to close sockets whose visit has ended. */
    void watch(Vertx vertx) {
        vertx.setPeriodic(1_000, tick -> closeEnded());
    }

    /** Closes the sockets of visits that have ended. */
    void closeEnded() {
        Instant now = clock.instant();
        sockets.forEach((peer, visit) -> {
            if (!visit.isOpen(now)) {
                peer.close(SIGNED_OUT, REASON);
            }
        });
    }
}
