package io.thelook.service.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Netty's decoder of a client reads. */
class FramesTest {

    private final EmbeddedChannel client =
            new EmbeddedChannel(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                    .expectMaskedFrames(false)
                    .allowExtensions(true)
                    .maxFramePayloadLength(Frames.LONGEST_PAYLOAD)
                    .build()));

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "125, 1", "126, 1", "65535, 1", "65536, 1", "65537, 2", "131072, 2", "200000, 4"})
    void payload_isInFramesThatEveryClientTakes(int length, int frames) throws Exception {
        byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);
        for (boolean isCompressed : new boolean[] {false, true}) {
            ByteBuf encoded = Frames.of(payload, isCompressed);

            client.writeInbound(encoded.duplicate());

            ByteArrayOutputStream read = new ByteArrayOutputStream();
            for (int i = 0; i < frames; i++) {
                WebSocketFrame frame = client.readInbound();
                assertThat(frame).isInstanceOf(i == 0 ? TextWebSocketFrame.class : ContinuationWebSocketFrame.class);
                assertThat(frame.rsv()).isEqualTo(i == 0 && isCompressed ? 4 : 0);
                assertThat(frame.isFinalFragment()).isEqualTo(i == frames - 1);
                read.write(ByteBufUtil.getBytes(frame.content()));
                frame.release();
            }
            assertThat(client.<Object>readInbound()).isNull();
            assertThat(read.toByteArray()).isEqualTo(payload);
        }
    }

    @ParameterizedTest
    @CsvSource({"100", "100000"})
    void frames_canBeReadAgainAndAgain(int length) {
        ByteBuf encoded = Frames.of(new byte[length], false);
        int all = encoded.readableBytes();

        encoded.duplicate().skipBytes(all).release();

        assertThat(encoded.duplicate().readableBytes()).isEqualTo(all);
        assertThat(encoded.isReadOnly()).isTrue();
        assertThat(encoded.refCnt()).isEqualTo(1);
    }
}
