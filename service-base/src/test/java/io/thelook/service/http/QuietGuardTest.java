package io.thelook.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QuietGuardTest {

    private static final long PATIENCE = 75;

    private int ended;
    private long seconds;
    private final EmbeddedChannel channel = new EmbeddedChannel();

    private void connect() {
        channel.freezeTime();
        channel.pipeline().addLast(new QuietGuard(Duration.ofSeconds(PATIENCE), () -> ended++));
    }

    private void pass(long time) {
        seconds += time;
        channel.advanceTimeBy(time, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    /** The first request adds the handler that counts requests. */
    private void request() {
        if (!UntakenAnswers.hasBegun(channel)) {
            channel.pipeline().addLast(new UntakenAnswers(8, () -> {}, () -> TimeUnit.SECONDS.toNanos(seconds)));
            channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
        } else {
            channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
        }
    }

    private void respond(HttpResponseStatus status) {
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status));
    }

    @Test
    void connectionWithoutARequest_isEnded() {
        connect();
        pass(PATIENCE - 1);
        assertThat(channel.isOpen()).isTrue();

        pass(1);
        assertThat(channel.isOpen()).isFalse();
        assertThat(ended).isEqualTo(1);
    }

    /** A task would keep it in memory. */
    @Test
    void connectionThatHasEnded_leavesNoTask() {
        connect();

        channel.close();

        assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
        assertThat(ended).isZero();
    }

    @Test
    void connectionThatIsUsed_stays_andIsEndedAfterItsLastResponse() {
        connect();
        pass(70);
        request();
        pass(10 * PATIENCE);
        assertThat(channel.isOpen()).as("a response may take long").isTrue();
        respond(HttpResponseStatus.OK);
        pass(PATIENCE - 1);
        request();
        respond(HttpResponseStatus.OK);
        pass(PATIENCE - 1);
        assertThat(channel.isOpen()).isTrue();

        pass(PATIENCE);
        assertThat(channel.isOpen()).isFalse();
        assertThat(ended).isEqualTo(1);
    }

    @Test
    void bodyThatStops_isQuiet_howeverLongItHasTaken() {
        connect();
        request();
        respond(HttpResponseStatus.OK);
        channel.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/"));
        for (int i = 0; i < 10; i++) {
            pass(PATIENCE - 1);
            channel.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[1])));
        }
        assertThat(channel.isOpen()).isTrue();

        pass(PATIENCE);
        assertThat(channel.isOpen()).isFalse();
        assertThat(ended).isEqualTo(1);
    }

    @Test
    void webSocket_isLeftAlone() {
        connect();
        request();
        respond(HttpResponseStatus.SWITCHING_PROTOCOLS);
        pass(100 * PATIENCE);

        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.pipeline().get(QuietGuard.class)).isNull();
        assertThat(ended).isZero();
    }
}
