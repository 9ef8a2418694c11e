package io.thelook.service.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateClientExtensionHandshaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages as Netty's client reads them, which keeps what it has received, as a browser does. */
class MessageTest {

    private static final String UPDATE =
            "{\"type\":\"update\",\"sequence\":%d,\"metrics\":{\"num_orders\":%d,\"total_sales\":%d.25},"
                    + "\"countries\":[[\"China\",%d],[\"Brasil\",%d],[\"Україна\",%d],[\"United States\",%d]]}";

    /** A peer, and the other end of its connection. */
    private static final class Connection {

        private final EmbeddedChannel client;
        private byte[] last;
        private int bytes;

        Connection() {
            var handshaker = new PerMessageDeflateClientExtensionHandshaker(6, false, 15, true, false, 0);
            client = new EmbeddedChannel(
                    new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                            .expectMaskedFrames(false)
                            .allowExtensions(true)
                            .build()),
                    handshaker
                            .handshakeExtension(new WebSocketExtensionData("permessage-deflate", Map.of()))
                            .newExtensionDecoder());
        }

        void send(Message message) {
            Message.Compressed compressed = message.compressed(last);
            if (compressed != null) {
                last = compressed.bytes();
            }
            ByteBuf frames = compressed == null ? message.plain() : compressed.frames();
            bytes += frames.readableBytes();
            client.writeInbound(frames.duplicate());
            StringBuilder text = new StringBuilder();
            for (WebSocketFrame frame = client.readInbound(); frame != null; frame = client.readInbound()) {
                if (text.isEmpty()) {
                    assertThat(frame).isInstanceOf(TextWebSocketFrame.class);
                }
                text.append(new String(ByteBufUtil.getBytes(frame.content()), UTF_8));
                frame.release();
            }
            assertThat(text.toString()).isEqualTo(message.text());
        }
    }

    private static String update(Random random, int sequence) {
        return UPDATE.formatted(
                sequence,
                random.nextInt(1_000),
                random.nextInt(100_000),
                random.nextInt(1_000),
                random.nextInt(1_000),
                random.nextInt(1_000),
                random.nextInt(1_000));
    }

    @Test
    void peersWhoMissSomeMessages_readAllThatTheyGet() {
        Random random = new Random(3);
        List<Connection> peers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            peers.add(new Connection());
        }
        Message last = null;
        for (int i = 0; i < 500; i++) {
            last = Message.after(last, update(random, i));
            Message whole = new Message("{\"type\":\"view\",\"rest\":\"" + "whole ".repeat(40) + "\"}");
            for (Connection peer : peers) {
                switch (random.nextInt(6)) {
                    case 0 -> peer.send(new Message("{\"type\":\"heartbeat\"}"));
                    case 1 -> peer.send(whole);
                    default -> peer.send(last);
                }
            }
        }
    }

    @Test
    void updates_areShorterThanAlone_forThoseWhoHaveTheOneBefore() {
        Random random = new Random(4);
        Connection with = new Connection();
        Message last = null;
        int alone = 0;
        for (int i = 0; i < 100; i++) {
            last = Message.after(last, update(random, i));
            with.send(last);
            alone += last.compressed(null).frames().readableBytes();
        }

        assertThat(with.bytes).isLessThan(alone * 6 / 10);
    }

    @Test
    void eachForm_isMadeOnce() {
        Message first = Message.after(null, update(new Random(5), 1));
        Message second = Message.after(first, update(new Random(6), 2));
        assertThat(second.compressed(first.compressed(null).bytes()))
                .as("made before a peer had the first one")
                .isSameAs(second.compressed(null));

        Message third = Message.after(second, update(new Random(7), 3));
        byte[] had = second.compressed(null).bytes();
        assertThat(third.compressed(had)).isSameAs(third.compressed(had)).isNotSameAs(third.compressed(null));
        assertThat(third.compressed(null)).isSameAs(third.compressed(new byte[0]));
        assertThat(third.plain()).isSameAs(third.plain());
    }

    @Test
    void shortMessages_andThoseThatTakeTooLong_areNotCompressed() {
        Connection peer = new Connection();
        assertThat(new Message("{}").compressed(null)).isNull();
        Message large = new Message("x".repeat(2_000_000));
        assertThat(large.compressed(null)).isNull();
        peer.send(large);
        peer.send(new Message("abc".repeat(100_000)));
        peer.send(new Message(""));
    }
}
