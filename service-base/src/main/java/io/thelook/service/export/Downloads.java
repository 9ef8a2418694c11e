package io.thelook.service.export;

import io.thelook.service.http.Connections;
import io.thelook.service.http.TrustedProxies;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Sends the downloads of a service: a limited number at a time, and a limited number of them to one remote address
 * (IPv6: one network of 64 bits). A client must take each 64 KB within a time limit, or its connection is reset.
 *
 * <p>A download holds its seat while one method writes it on a worker thread. A slow client can block that thread no
 * longer than the time limit for each 64 KB. {@code HEAD} needs no seat. If the client disconnects, the download ends
 * at once.
 *
 * <p>The counters add up: {@code GET} requests passed to {@link #send} = {@link #completed} + {@link #aborted} +
 * {@link #slow} + {@link #refused} + {@link #active}. Thread-safe.
 */
public final class Downloads {

    /** The usual limit on downloads at a time. */
    public static final int SEATS = 4;

    /** The usual limit on downloads at a time to one address. */
    static final int SEATS_OF_ONE_ADDRESS = SEATS / 2;

    private static final Logger LOG = Logger.getLogger(Downloads.class);
    private static final String RETRY_AFTER_SECONDS = "5";

    private final TrustedProxies proxies;
    private final Duration patience;
    private final int seats;
    private final int seatsOfOneAddress;
    private final LongAdder completed = new LongAdder();
    private final LongAdder aborted = new LongAdder();
    private final LongAdder slow = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /** The number of active downloads by address; guarded by this. */
    private final Map<String, Integer> active = new HashMap<>();

    /**
     * At most {@value #SEATS} downloads, {@value #SEATS_OF_ONE_ADDRESS} of them to one address.
     *
     * @param proxies whose forwarding headers are trusted
     * @param patience how long a client may take for 64 KB
     */
    public Downloads(TrustedProxies proxies, Duration patience) {
        this(proxies, patience, SEATS, SEATS_OF_ONE_ADDRESS);
    }

    /**
     * @param proxies whose forwarding headers are trusted
     * @param patience how long a client may take for 64 KB
     * @param seats the maximum number of downloads at a time
     * @param seatsOfOneAddress the maximum number of downloads at a time to one address
     */
    public Downloads(TrustedProxies proxies, Duration patience, int seats, int seatsOfOneAddress) {
        this.proxies = proxies;
        this.patience = patience;
        this.seats = seats;
        this.seatsOfOneAddress = seatsOfOneAddress;
    }

    /**
     * Adds a route for {@code GET} and {@code HEAD}.
     *
     * @param path a path for {@link Router#route(String)}
     * @param handler called on a worker thread; must end by calling one of the methods below
     */
    public static void route(Router router, String path, Handler<RoutingContext> handler) {
        router.route(path).handler(context -> {
            // Discard the request body: no handler reads it.
            context.request().resume();
            HttpMethod method = context.request().method();
            if (method == HttpMethod.GET || method == HttpMethod.HEAD) {
                context.vertx()
                        .executeBlocking(
                                () -> {
                                    handler.handle(context);
                                    return null;
                                },
                                false)
                        .onFailure(context::fail);
            } else {
                context.response().putHeader("Allow", "GET, HEAD");
                reject(context, 405, method + ": expected GET or HEAD");
            }
        });
    }

    /** Responds with an error status and a line of text. */
    public static void reject(RoutingContext context, int status, String reason) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(reason);
    }

    /** Responds with 503 and a {@code Retry-After} header: the content is not available at the moment. */
    public static void rejectForNow(RoutingContext context, String reason) {
        context.response().putHeader("Retry-After", RETRY_AFTER_SECONDS);
        reject(context, 503, reason);
    }

    /**
     * Sends the file, or only its headers for {@code HEAD}. Blocks until the client has taken the file or sending has
     * failed.
     */
    public void send(RoutingContext context, Download file) {
        HttpServerRequest request = context.request();
        if (request.method() == HttpMethod.HEAD) {
            withHeaders(context.response(), file).end();
            return;
        }
        String address = proxies.network(request);
        if (!take(address)) {
            refused.increment();
            rejectForNow(
                    context,
                    "too many downloads at a time (" + seats + ", " + seatsOfOneAddress + " of them to one address)");
            return;
        }
        try {
            write(context, file);
        } finally {
            leave(address);
        }
    }

    private void write(RoutingContext context, Download file) {
        HttpServerResponse response = context.response();
        try {
            ResponseStream out = new ResponseStream(withHeaders(response, file), patience);
            file.content().writeTo(out);
            out.finish();
            completed.increment();
        } catch (ResponseStream.SlowClientException e) {
            slow.increment();
            Connections.reset(context.request().connection());
        } catch (IOException e) {
            aborted.increment();
            if (response.headWritten() || response.closed()) {
                Connections.reset(context.request().connection());
            } else {
                response.headers().remove("Content-Disposition");
                rejectForNow(context, e.getMessage());
            }
        } catch (RuntimeException | Error e) {
            aborted.increment();
            if (response.headWritten()) {
                // The client must not mistake a partial file for a complete one.
                Connections.reset(context.request().connection());
                LOG.errorf(e, "%s could not be written: this is a fault of the service", file.fileName());
            } else {
                context.fail(e);
            }
        }
    }

    private static HttpServerResponse withHeaders(HttpServerResponse response, Download file) {
        String name = file.fileName().isEmpty() ? "" : "; filename=\"" + file.fileName() + "\"";
        return response.putHeader("Content-Type", file.contentType())
                .putHeader("Content-Disposition", "attachment" + name);
    }

    private synchronized boolean take(String address) {
        if (active() >= seats || active.getOrDefault(address, 0) >= seatsOfOneAddress) {
            return false;
        }
        active.merge(address, 1, Integer::sum);
        return true;
    }

    private synchronized void leave(String address) {
        active.computeIfPresent(address, (same, taken) -> taken == 1 ? null : taken - 1);
    }

    /** The number of downloads in progress. */
    public synchronized int active() {
        return active.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The number of downloads that clients received completely. */
    public long completed() {
        return completed.sum();
    }

    /** The number of downloads that ended early, because the client had gone or the file could not be written. */
    public long aborted() {
        return aborted.sum();
    }

    /** The number of downloads whose connection was reset, because the client was too slow. */
    public long slow() {
        return slow.sum();
    }

    /** The number of downloads that were refused, because too many were in progress. */
    public long refused() {
        return refused.sum();
    }
}
