package io.thelook.producer.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.thelook.producer.ProducerConfig;
import io.thelook.producer.outbox.Attempts.Pauses;
import io.thelook.producer.outbox.OutboxHealth;
import io.thelook.producer.publish.HttpChannel.Patience;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.Visit;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Publishes the shop's orders, if a receiver is configured. Thread-safe. */
@Startup
@Singleton
public class Publication {

    private final Optional<Plan> plan;
    private final int most;
    private final MeterRegistry registry;
    private final InstantSource clock = InstantSource.system();
    private volatile Optional<Publisher> publisher = Optional.empty();

    Publication(ProducerConfig config, MeterRegistry registry) {
        this.plan = Plan.of(config);
        this.most = config.publishBuffer();
        this.registry = registry;
    }

    /** Starts to publish, if a receiver is configured. Call it before the first visit. */
    public void open() {
        publisher = plan.map(each -> new Publisher(
                channel(each),
                each.format().format(),
                each.target().shown(),
                most,
                Pauses.USUAL,
                clock,
                System::nanoTime));
        publisher.ifPresent(each -> {
            new PublishMeters(each).bindTo(registry);
            each.start();
        });
    }

    private Channel channel(Plan plan) {
        if (plan.target() instanceof Target.Kafka cluster) {
            return new KafkaChannel(cluster, plan.kafka());
        }
        return new HttpChannel((Target.Http) plan.target(), plan, Patience.USUAL, clock);
    }

    /** Publishes the orders of a visit. Does not block. */
    public void visited(Visit visit) {
        publisher.ifPresent(each -> visit.orders().forEach(order -> each.placed(order, visit.at())));
    }

    /**
     * Publishes a change of an order's status. Does not block.
     *
     * @param at the time of the change, in milliseconds since the epoch
     */
    public void changed(Order order, long at) {
        publisher.ifPresent(each -> each.changed(order, at));
    }

    /** The state of the delivery as a health check that is always up, because the feed does not need it. */
    public HealthCheckResponse state() {
        return OutboxHealth.describe("publish", isOn(), publisher().map(Publisher::attempts));
    }

    /** Whether a receiver is configured. */
    boolean isOn() {
        return plan.isPresent();
    }

    /** The publisher; empty if no receiver is configured, or the shop is not open yet. */
    Optional<Publisher> publisher() {
        return publisher;
    }

    @PreDestroy
    void close() {
        publisher.ifPresent(Publisher::stop);
    }
}
