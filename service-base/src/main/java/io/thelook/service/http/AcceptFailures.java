package io.thelook.service.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.logging.LoggingFilter;
import io.thelook.service.thread.Throttle;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Logs one line if the service cannot accept connections, usually because no file descriptor is left. Netty logs a
 * stack trace for each attempt, one a second, and offers no other notification. Counts each attempt. The service
 * continues meanwhile: connections wait in the operating system's queue, and Netty tries again after a second.
 *
 * <p>Drops the stack traces of connections that arrive while the server stops, which are closed. Does not change other
 * lines. Thread-safe.
 */
@LoggingFilter(name = "accept-failures")
public final class AcceptFailures implements Filter {

    private static final String PIPELINE = "io.netty.channel.DefaultChannelPipeline";
    private static final String BOOTSTRAP = "io.netty.bootstrap.ServerBootstrap";
    private static final String LISTENING_SOCKET = "sun.nio.ch.ServerSocketChannelImpl";

    /** Throws if the server no longer has handlers. */
    private static final String EVENT_LOOPS = "io.vertx.core.net.impl.VertxEventLoopGroup";

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

    /** One for the process: the logging creates the filter before there are any beans. */
    private static final LongAdder FAILURES = new LongAdder();

    private final Throttle lines;

    /** For the logging. */
    public AcceptFailures() {
        this(System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    AcceptFailures(LongSupplier nanoTime) {
        lines = new Throttle(BETWEEN_LINES, nanoTime);
    }

    @Override
    public boolean isLoggable(LogRecord line) {
        Throwable thrown = line.getThrown();
        if (BOOTSTRAP.equals(line.getLoggerName())) {
            return !(thrown instanceof IllegalStateException && isThrownIn(EVENT_LOOPS, thrown));
        }
        if (!PIPELINE.equals(line.getLoggerName())
                || !(thrown instanceof IOException)
                || !isThrownIn(LISTENING_SOCKET, thrown)) {
            return true;
        }
        FAILURES.increment();
        if (!lines.tryAcquire()) {
            return false;
        }
        line.setMessage("no further connections can be accepted: "
                + line.getThrown().getMessage() + "; they wait. The limit on open files is ulimit -n");
        line.setParameters(null);
        line.setThrown(null);
        return true;
    }

    private static boolean isThrownIn(String className, Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(className));
    }

    /** The number of failed attempts of this process. */
    static long failures() {
        return FAILURES.sum();
    }

    /** The metric of both services. */
    @Singleton
    static final class Metric {

        @Produces
        @Singleton
        MeterBinder acceptFailures() {
            return registry -> FunctionCounter.builder("thelook.http.accept.failures", FAILURES, LongAdder::sum)
                    .description("Attempts to accept a connection that failed, at most one a second")
                    .register(registry);
        }
    }
}
