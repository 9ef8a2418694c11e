package io.thelook.service.thread;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Collection;
import java.util.List;

/**
 * The failures of threads as the counter {@code thelook.thread.failures}, tagged with the thread's name.
 *
 * @param threads the threads to report
 */
public record ThreadMetrics(Collection<ServiceThread> threads) implements MeterBinder {

    /** Copies the collection. */
    public ThreadMetrics {
        threads = List.copyOf(threads);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (ServiceThread thread : threads) {
            FunctionCounter.builder("thelook.thread.failures", thread, ServiceThread::failures)
                    .description("Tasks of a service thread that failed")
                    .tag("thread", thread.name())
                    .register(registry);
        }
    }
}
