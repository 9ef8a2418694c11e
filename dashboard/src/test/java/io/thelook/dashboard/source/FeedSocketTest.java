package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The socket on a channel without a network: what it does with each byte of a peer. */
class FeedSocketTest {

    private static final int MAX_BYTES = 100_000;
    private static final Pattern KEY = Pattern.compile("sec-websocket-key: (\\S+)");

    private final List<String> heard = new ArrayList<>();
    private final FeedAddress address = FeedAddress.parse("ws://user:pa$$@host:1/ws?token=abc");
    private final Words words = new Words(new Secrets(address.secrets()), MAX_BYTES);
    private final FeedSocket.Listener listener = new FeedSocket.Listener() {
        @Override
        public void opened() {
            heard.add("opened");
        }

        @Override
        public void heard() {}

        @Override
        public void message(String text) {
            heard.add("message " + text);
        }

        @Override
        public void unreadable(String why) {
            heard.add("unreadable " + why);
        }

        @Override
        public void pong(long payload) {
            heard.add("pong " + payload);
        }

        @Override
        public void refused(String why) {
            heard.add("refused " + why);
        }

        @Override
        public void ended(String why) {
            heard.add("ended " + why);
        }
    };
    private final FeedSocket socket = new FeedSocket(handshake(null), MAX_BYTES, words, listener);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    /** Without this, the failure is logged as an error, and the source waits for a handshake that cannot come. */
    @Test
    void connectionThatIsClosedAtOnce_hasFailed() throws Exception {
        NioEventLoopGroup loop = new NioEventLoopGroup(1);
        NioSocketChannel closed = new NioSocketChannel();
        closed.pipeline().addLast("handler", new ChannelInboundHandlerAdapter());
        ChannelHandlerContext context = closed.pipeline().context("handler");
        loop.register(closed).sync();
        closed.close().sync();
        FeedSocket unused = new FeedSocket(handshake(null), MAX_BYTES, words, listener);

        Connector.attach(unused, context);

        assertThat(heard).hasSize(1).first().asString().startsWith("ended ");
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
    }

    private String request;

    @BeforeEach
    void attach() {
        channel.pipeline().addLast("handler", new ChannelInboundHandlerAdapter());
        socket.attach(channel.pipeline().context("handler"));
        ByteBuf sent = channel.readOutbound();
        request = sent.toString(StandardCharsets.US_ASCII);
        sent.release();
    }

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    @Test
    void request_asksForNoExtensionAndCarriesTheCredentials() {
        assertThat(request)
                .startsWith("GET /ws?token=abc HTTP/1.1\r\n")
                .contains("host: host:1\r\n", "origin: http://host:1\r\n", "authorization: Basic dXNlcjpwYSQk\r\n")
                .doesNotContainIgnoringCase("extensions")
                .doesNotContainIgnoringCase("sec-websocket-protocol");
    }

    @Test
    void messages_areTakenAsTextInWhateverFrames() {
        open();

        send(RawFeed.FINAL | RawFeed.TEXT, "[1]");
        send(RawFeed.FINAL | RawFeed.BINARY, "[2]");
        send(RawFeed.BINARY, "");
        send(RawFeed.FINAL | RawFeed.PING, "");
        send(RawFeed.CONTINUATION, "[");
        send(RawFeed.FINAL | RawFeed.CONTINUATION, "3]");

        assertThat(heard).containsExactly("opened", "message [1]", "message [2]", "message [3]");
    }

    @Test
    void messagesThatAreNotUtf8_areReported() {
        open();

        send(RawFeed.FINAL | RawFeed.BINARY, new byte[] {(byte) 0xFF, (byte) 0x8B});
        send(RawFeed.FINAL | RawFeed.TEXT, new byte[] {'[', '"', (byte) 0xE9, '"', ']'});
        send(RawFeed.FINAL | RawFeed.TEXT, "[]");

        assertThat(heard)
                .containsExactly(
                        "opened",
                        "unreadable a binary message is not UTF-8 text",
                        "unreadable a text message is not UTF-8 text",
                        "message []");
    }

    @Test
    void gzipMessages_areInflatedInWhateverFrames() {
        open();
        byte[] gzip = GzipTest.gzip("[\"Österreich\"]".getBytes(StandardCharsets.UTF_8));

        send(RawFeed.FINAL | RawFeed.BINARY, gzip);
        send(RawFeed.BINARY, Arrays.copyOf(gzip, 1));
        send(RawFeed.FINAL | RawFeed.CONTINUATION, Arrays.copyOfRange(gzip, 1, gzip.length));

        assertThat(heard).containsExactly("opened", "message [\"Österreich\"]", "message [\"Österreich\"]");
    }

    @Test
    void gzipThatIsBrokenTooLongOrNotText_isReportedAndTheConnectionStays() {
        open();

        send(RawFeed.FINAL | RawFeed.BINARY, new byte[] {(byte) 0x1F, (byte) 0x8B});
        send(RawFeed.FINAL | RawFeed.BINARY, GzipTest.gzip(new byte[MAX_BYTES + 1]));
        send(RawFeed.FINAL | RawFeed.BINARY, GzipTest.gzip(new byte[] {(byte) 0xFF}));
        send(RawFeed.FINAL | RawFeed.BINARY, GzipTest.gzip(new byte[] {'[', ']'}));

        assertThat(heard)
                .containsExactly(
                        "opened",
                        "unreadable a binary message is not valid gzip",
                        "unreadable a binary message inflates to over 0 MB",
                        "unreadable a binary message is not UTF-8 text",
                        "message []");
    }

    @Test
    void abandonedConnection_isClosedAndSaysNothingMore() {
        open();

        socket.abandon();
        channel.pipeline().fireExceptionCaught(new IllegalStateException());
        channel.writeInbound(Unpooled.wrappedBuffer(
                RawFeed.frame(RawFeed.FINAL | RawFeed.TEXT, new byte[] {'[', ']'}),
                RawFeed.frame(RawFeed.FINAL | RawFeed.PONG, new byte[Long.BYTES]),
                RawFeed.frame(RawFeed.FINAL | RawFeed.CLOSE, new byte[0])));

        assertThat(heard).containsExactly("opened");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void abandonedHandshake_isClosed() {
        socket.abandon();
        channel.runPendingTasks();

        assertThat(channel.isOpen()).isFalse();
        assertThat(heard).isEmpty();
    }

    @Test
    void connectionThatComesAfterItsAttemptWasAbandoned_isClosed() {
        FeedSocket late = new FeedSocket(handshake(null), MAX_BYTES, words, null);
        late.abandon();
        EmbeddedChannel connected = new EmbeddedChannel();
        connected.pipeline().addLast("handler", new ChannelInboundHandlerAdapter());

        late.attach(connected.pipeline().context("handler"));

        assertThat(connected.isOpen()).isFalse();
        assertThat(connected.<Object>readOutbound()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 503 Busy                                               | refused refused with status 503",
                "HTTP/1.1 302 Found                                               | refused refused with status 302",
                "HTTP/1.1 101 Go                                                 | refused did not complete the WebSocket handshake",
                "SSH-2.0-OpenSSH_9.2p1                                           | refused answered the handshake with what is not HTTP, or too long"
            })
    void answerThatIsNoUpgrade_endsTheConnection(String line, String expected) {
        write(line + "\r\nContent-Length: 1000000000\r\nLocation: ws://elsewhere/\r\n\r\n");

        assertThat(heard).containsExactly(expected);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void headersWithoutEnd_endTheConnectionAtTheirLimit() {
        write("HTTP/1.1 101 Switching Protocols\r\n");
        for (int i = 0; i < 200 && channel.isOpen(); i++) {
            write("X-" + i + ": " + "x".repeat(100) + "\r\n");
        }

        assertThat(heard).containsExactly("refused answered the handshake with what is not HTTP, or too long");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void extensionThatWasNotOffered_isRefused() {
        write(upgrade("Sec-WebSocket-Extensions: permessage-deflate\r\n"));

        assertThat(heard).containsExactly("refused answered the handshake with an extension that was not offered");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void compressedFrame_endsTheConnection() {
        open();

        send(RawFeed.FINAL | RawFeed.RSV1 | RawFeed.TEXT, "[]");

        assertThat(heard)
                .containsExactly(
                        "opened", "ended broke the WebSocket protocol (RSV != 0 and no extension negotiated, RSV:4)");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void frameOverTheLimit_endsTheConnectionByItsLengthAlone() {
        open();

        byte[] frame = RawFeed.frame(RawFeed.FINAL | RawFeed.TEXT, new byte[MAX_BYTES + 1]);
        channel.writeInbound(Unpooled.copiedBuffer(frame, 0, 10));

        assertThat(heard).containsExactly("opened", "ended sent a message over 0 MB");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void messageOverTheLimit_endsTheConnectionHoweverSmallItsFrames() {
        open();

        send(RawFeed.TEXT, "x");
        for (int i = 0; i <= MAX_BYTES && channel.isOpen(); i++) {
            send(RawFeed.CONTINUATION, "x");
        }

        assertThat(heard).containsExactly("opened", "ended sent a message over 0 MB");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void pings_areAnsweredOnlyWhileThePeerReads() {
        open();

        send(RawFeed.FINAL | RawFeed.PING, "1");
        assertThat(channel.<Object>readOutbound()).isNotNull();
        channel.releaseOutbound();
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        send(RawFeed.FINAL | RawFeed.PING, "2");
        socket.ping(3);
        channel.runPendingTasks();

        assertThat(channel.<Object>readOutbound()).isNull();
    }

    @Test
    void closingHandshake_isAnsweredAndSaid() {
        open();

        send(RawFeed.FINAL | RawFeed.CLOSE, new byte[] {0x03, (byte) 0xE9, 'b', 'y', 'e'});

        assertThat(heard).containsExactly("opened", "ended closed with 1001, bye");
        assertThat(channel.<Object>readOutbound()).isNotNull();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void lostConnection_isReportedOnce() {
        open();

        channel.pipeline().fireExceptionCaught(new IOException("Connection reset"));
        channel.close();

        assertThat(heard).containsExactly("opened", "ended connection lost");
    }

    private OpeningHandshake handshake(String subprotocol) {
        return new OpeningHandshake(address, subprotocol, FeedHeaders.NONE, MAX_BYTES);
    }

    private void open() {
        write(upgrade(""));
        channel.runPendingTasks();
        assertThat(heard).containsExactly("opened");
    }

    private String upgrade(String headers) {
        Matcher key = KEY.matcher(request);
        assertThat(key.find()).isTrue();
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + RawFeed.accept(key.group(1)) + "\r\n" + headers + "\r\n";
    }

    private void write(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private void send(int firstByte, String text) {
        send(firstByte, text.getBytes(StandardCharsets.UTF_8));
    }

    private void send(int firstByte, byte[] payload) {
        if (channel.isOpen()) {
            channel.writeInbound(Unpooled.wrappedBuffer(RawFeed.frame(firstByte, payload)));
        }
    }
}
