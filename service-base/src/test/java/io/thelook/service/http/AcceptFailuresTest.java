package io.thelook.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class AcceptFailuresTest {

    private static final String NETTY = "io.netty.channel.DefaultChannelPipeline";

    private final AtomicLong now = new AtomicLong();
    private final AcceptFailures filter = new AcceptFailures(now::get);

    private static IOException failure(String className) {
        return in(className, new IOException("Too many open files"));
    }

    private static <T extends Throwable> T in(String className, T failure) {
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("sun.nio.ch.Net", "accept", null, -2),
            new StackTraceElement(className, "implAccept", null, 425)
        });
        return failure;
    }

    private static LogRecord line(String logger, Throwable thrown) {
        LogRecord line = new LogRecord(Level.WARNING, "An exceptionCaught() event was fired");
        line.setLoggerName(logger);
        line.setThrown(thrown);
        return line;
    }

    private static LogRecord acceptFailure() {
        return line(NETTY, failure("sun.nio.ch.ServerSocketChannelImpl"));
    }

    @Test
    void failuresToAccept_areOneLineIn30Seconds_andEachCounts() {
        long before = AcceptFailures.failures();
        LogRecord first = acceptFailure();

        assertThat(filter.isLoggable(first)).isTrue();
        assertThat(first.getThrown()).isNull();
        assertThat(first.getMessage())
                .isEqualTo("no further connections can be accepted: Too many open files; they wait."
                        + " The limit on open files is ulimit -n");
        for (int second = 1; second < 30; second++) {
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(filter.isLoggable(acceptFailure())).isFalse();
        }
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(filter.isLoggable(acceptFailure())).isTrue();
        assertThat(AcceptFailures.failures()).isEqualTo(before + 31);
    }

    @Test
    void connectionsThatComeWhileTheServerStops_areNoNews() {
        String netty = "io.netty.bootstrap.ServerBootstrap";
        String loops = "io.vertx.core.net.impl.VertxEventLoopGroup";

        assertThat(filter.isLoggable(line(netty, in(loops, new IllegalStateException()))))
                .isFalse();
        assertThat(filter.isLoggable(line(netty, new IllegalStateException()))).isTrue();
        assertThat(filter.isLoggable(line(netty, failure(loops)))).isTrue();
        assertThat(filter.isLoggable(line(netty, null))).isTrue();
    }

    @Test
    void otherLines_stayAsTheyAre() {
        LogRecord[] others = {
            line(NETTY, null),
            line(NETTY, failure("sun.nio.ch.SocketChannelImpl")),
            line(NETTY, new IllegalStateException("sun.nio.ch.ServerSocketChannelImpl")),
            line("io.thelook", failure("sun.nio.ch.ServerSocketChannelImpl"))
        };
        for (LogRecord other : others) {
            Throwable thrown = other.getThrown();
            assertThat(filter.isLoggable(other)).isTrue();
            assertThat(filter.isLoggable(other)).isTrue();
            assertThat(other.getThrown()).isSameAs(thrown);
            assertThat(other.getMessage()).isEqualTo("An exceptionCaught() event was fired");
        }
    }
}
