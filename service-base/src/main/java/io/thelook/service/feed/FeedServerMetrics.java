package io.thelook.service.feed;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.thelook.service.thread.ThreadMetrics;
import java.util.List;

/**
 * The figures of a feed server as meters {@code thelook.feed.*}, and the failures of its thread.
 *
 * @param server the source of the figures
 */
public record FeedServerMetrics(FeedServer server) implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("thelook.feed.resyncs", server, FeedServer::resyncs)
                .description("Snapshots sent because a client said that it had missed a message")
                .register(registry);
        FunctionCounter.builder("thelook.feed.overdue", server, FeedServer::overdue)
                .description("Messages that took too long to pass on, so the service did not wait for them")
                .register(registry);
        new ThreadMetrics(List.of(server.thread())).bindTo(registry);
    }
}
