package io.thelook.service.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessageInflaterTest {

    private static final int MOST = 1_000;

    private final EmbeddedChannel agreed = new EmbeddedChannel(new MessageInflater(true, MOST));
    private final EmbeddedChannel notAgreed = new EmbeddedChannel(new MessageInflater(false, MOST));
    private final List<WebSocketFrame> frames = new ArrayList<>();

    @AfterEach
    void allIsReleased() {
        agreed.finishAndReleaseAll();
        notAgreed.finishAndReleaseAll();
        assertThat(frames).allMatch(frame -> frame.refCnt() == 0);
    }

    private <F extends WebSocketFrame> F given(F frame) {
        frames.add(frame);
        return frame;
    }

    private static ByteBuf deflated(String text) {
        return Unpooled.wrappedBuffer(Deflate.compress(text.getBytes(UTF_8), null));
    }

    private static String read(EmbeddedChannel channel) {
        WebSocketFrame frame = channel.readInbound();
        assertThat(frame.rsv()).isZero();
        String text = frame.content().toString(UTF_8);
        frame.release();
        return text;
    }

    @Test
    void messages_areDecompressed_whetherInOneFrameOrInSeveral() {
        agreed.writeInbound(given(new TextWebSocketFrame(true, 4, deflated("one frame"))));
        assertThat(read(agreed)).isEqualTo("one frame");

        ByteBuf whole = deflated("several frames");
        agreed.writeInbound(given(new BinaryWebSocketFrame(false, 4, whole.readBytes(3))));
        agreed.writeInbound(new PingWebSocketFrame(Unpooled.copiedBuffer("ping", UTF_8)));
        agreed.writeInbound(given(new ContinuationWebSocketFrame(false, 0, whole.readBytes(1))));
        agreed.writeInbound(given(new ContinuationWebSocketFrame(true, 0, whole)));
        assertThat(read(agreed)).isEqualTo("ping");
        assertThat(agreed.<Object>readInbound()).isInstanceOfSatisfying(BinaryWebSocketFrame.class, frame -> assertThat(
                        frame.content().toString(UTF_8))
                .isEqualTo("several frames"));

        agreed.writeInbound(new TextWebSocketFrame("plain"));
        assertThat(read(agreed)).isEqualTo("plain");
        notAgreed.writeInbound(new TextWebSocketFrame("plain"));
        assertThat(read(notAgreed)).isEqualTo("plain");
    }

    @Test
    void messageBeyondTheLimit_isRefused_asItArrivesAndWhenItIsDecompressed() {
        String most = "x".repeat(MOST);
        agreed.writeInbound(given(new TextWebSocketFrame(true, 4, deflated(most))));
        assertThat(read(agreed)).isEqualTo(most);

        assertRefused(agreed, new TextWebSocketFrame(true, 4, deflated(most + "x")), "too long");

        assertThatCode(() -> agreed.writeInbound(
                        given(new TextWebSocketFrame(false, 4, Unpooled.wrappedBuffer(new byte[MOST])))))
                .doesNotThrowAnyException();
        assertRefused(agreed, new ContinuationWebSocketFrame(true, 0, Unpooled.wrappedBuffer(new byte[1])), "too long");
    }

    @Test
    void framesThatBreakTheProtocol_areRefused() {
        assertRefused(notAgreed, new TextWebSocketFrame(true, 4, deflated("not agreed")), "reserved");
        assertRefused(agreed, new TextWebSocketFrame(true, 2, deflated("another bit")), "reserved");
        assertRefused(agreed, new ContinuationWebSocketFrame(true, 4, deflated("begins nothing")), "reserved");
        assertRefused(agreed, new PingWebSocketFrame(true, 4, deflated("a ping")), "reserved");
        assertRefused(
                agreed,
                new TextWebSocketFrame(true, 4, Unpooled.wrappedBuffer(new byte[] {-1, -1, -1})),
                "cannot be decompressed");

        agreed.writeInbound(given(new TextWebSocketFrame(false, 4, deflated("begun"))));
        assertRefused(agreed, new TextWebSocketFrame(true, 0, deflated("another begins")), "reserved");
    }

    private void assertRefused(EmbeddedChannel channel, WebSocketFrame frame, String reason) {
        assertThatThrownBy(() -> channel.writeInbound(given(frame)))
                .isInstanceOf(CorruptedWebSocketFrameException.class)
                .hasMessageContaining(reason);
    }
}
