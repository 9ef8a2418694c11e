package io.thelook.service.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netty.channel.ChannelPipeline;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.LongAdder;

/**
 * Resets connections that send more requests without reading the responses. Otherwise the server would keep the
 * responses and the waiting requests in memory without a limit. A connection may have {@value #MOST_UNTAKEN} requests
 * whose responses it has not taken; browsers have one.
 */
@Singleton
public class PipeliningLimit {

    /** The maximum number of requests of a connection whose responses it has not taken. */
    static final int MOST_UNTAKEN = 8;

    /** Runs before all other filters. */
    private static final int PRIORITY = Integer.MAX_VALUE;

    private static final String VERTX_HANDLER = "handler";

    private final LongAdder resets = new LongAdder();

    void register(@Observes Filters filters) {
        filters.register(this::guard, PRIORITY);
    }

    /** Guards the connection of a request from now on, unless it is HTTP/2. */
    void guard(RoutingContext context) {
        if (context.request().version() != HttpVersion.HTTP_2) {
            ChannelPipeline pipeline =
                    ((ConnectionBase) context.request().connection()).channel().pipeline();
            if (pipeline.get(UntakenAnswers.class) == null) {
                pipeline.addBefore(
                        VERTX_HANDLER, null, new UntakenAnswers(MOST_UNTAKEN, resets::increment, System::nanoTime));
            }
        }
        context.next();
    }

    /** The number of connections that were reset. */
    long resets() {
        return resets.sum();
    }

    @Produces
    @Singleton
    static MeterBinder pipeliningMetric(PipeliningLimit limit) {
        return registry -> FunctionCounter.builder("thelook.http.pipelining.resets", limit, PipeliningLimit::resets)
                .description("Connections reset because they asked for more without reading the responses")
                .register(registry);
    }
}
