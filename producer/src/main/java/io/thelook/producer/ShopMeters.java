package io.thelook.producer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.thelook.service.feed.FeedWindow;
import java.util.function.ToDoubleFunction;

/**
 * The counts of the simulation and of the feed's window as meters, {@code thelook.shop.*} and {@code thelook.window.*}.
 *
 * @param simulation the source of the counts of visits, records and orders
 * @param window the window that receives the records
 */
record ShopMeters(Simulation simulation, FeedWindow window) implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, simulation, "shop.visits", "Visits", Simulation::visits);
        counter(
                registry,
                simulation,
                "shop.records",
                "Records put into the window, new and changed ones",
                Simulation::records);
        counter(registry, simulation, "shop.changes", "Changes of an order's status", Simulation::changes);
        counter(
                registry,
                simulation,
                "shop.left.alone",
                "Orders not followed because too many were open",
                Simulation::leftAlone);
        counter(
                registry,
                simulation,
                "shop.skipped",
                "Visits left out: the clock jumped ahead, or too many were due",
                Simulation::skipped);
        gauge(registry, simulation, "shop.open.orders", "Orders whose status still changes", Simulation::openOrders);
        gauge(registry, window, "window.records", "Records in the window", FeedWindow::size);
        counter(
                registry,
                window,
                "window.dropped",
                "Records dropped early because the window was full",
                FeedWindow::dropped);
    }

    private static <T> void counter(
            MeterRegistry registry, T of, String name, String description, ToDoubleFunction<T> value) {
        FunctionCounter.builder("thelook." + name, of, value)
                .description(description)
                .register(registry);
    }

    private static <T> void gauge(
            MeterRegistry registry, T of, String name, String description, ToDoubleFunction<T> value) {
        Gauge.builder("thelook." + name, of, value).description(description).register(registry);
    }
}
