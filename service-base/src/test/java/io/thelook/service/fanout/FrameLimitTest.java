package io.thelook.service.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FrameLimitTest {

    private static final int MOST = 3;

    private long nanos;
    private int resets;
    private final EmbeddedChannel channel = new EmbeddedChannel(new FrameLimit(MOST, () -> nanos, () -> resets++));

    private boolean isPassedOn(WebSocketFrame frame) {
        boolean isPassedOn = channel.isOpen() && channel.writeInbound(frame);
        channel.releaseInbound();
        return isPassedOn;
    }

    @Test
    void peerThatStaysWithinTheLimit_isHeard() {
        for (int second = 0; second < 10; second++) {
            for (int i = 0; i < MOST; i++) {
                assertThat(isPassedOn(new TextWebSocketFrame("hello"))).isTrue();
            }
            nanos += TimeUnit.SECONDS.toNanos(1);
        }

        assertThat(resets).isZero();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void peerThatSendsMore_isReset_whateverTheFramesAre() {
        for (int i = 0; i < MOST; i++) {
            assertThat(isPassedOn(new PingWebSocketFrame())).isTrue();
        }

        assertThat(isPassedOn(new PingWebSocketFrame())).isFalse();
        nanos += TimeUnit.SECONDS.toNanos(1);
        assertThat(isPassedOn(new TextWebSocketFrame("hello"))).isFalse();
        channel.runPendingTasks();

        assertThat(channel.isOpen()).isFalse();
        assertThat(resets).isEqualTo(1);
    }

    @Test
    void requests_doNotCount() {
        for (int i = 0; i < 2 * MOST; i++) {
            channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/live"));
        }
        channel.releaseInbound();

        assertThat(isPassedOn(new TextWebSocketFrame("hello"))).isTrue();
    }
}
