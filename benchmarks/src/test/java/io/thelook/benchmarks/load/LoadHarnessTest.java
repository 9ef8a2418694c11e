package io.thelook.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The harness against a server with known behaviour: it sends a message every 100 ms. */
@Tag("slow")
class LoadHarnessTest {

    private final EventLoopGroup loops = new NioEventLoopGroup(1);

    @AfterEach
    void stop() throws InterruptedException {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }

    @Test
    void views_areCountedWithTheAgeOfTheirRecords() throws Exception {
        ObjectNode report = run(
                "view",
                number -> "{\"type\":\"view\",\"seq\":" + number * 2 + ",\"now\":" + System.currentTimeMillis()
                        + ",\"fresh\":{\"records\":2,\"oldest\":900,\"newest\":700},\"bars\":[]}");

        assertThat(report.at("/connections/open_at_end").asInt()).isEqualTo(5);
        assertThat(report.at("/messages/updates_per_connection_and_second").asDouble())
                .isCloseTo(10, within(2.0));
        assertThat(report.at("/messages/skipped").asInt())
                .as("every other number")
                .isGreaterThan(50);
        assertThat(report.at("/latency_ms/p50").asInt()).isBetween(699, 800);
        assertThat(report.at("/latency_ms/p99").asInt()).isBetween(899, 1_100);
        assertThat(report.at("/interval_ms/p50").asInt()).isBetween(80, 120);
        assertThat(report.at("/servers/0/cpu_seconds").asDouble()).isPositive();
    }

    @Test
    void upserts_areCountedRecordByRecord() throws Exception {
        ObjectNode report = run(
                "v1",
                number -> "{\"type\":\"upsert\",\"seq\":" + number + ",\"records\":[{\"created_at\":"
                        + (System.currentTimeMillis() - 500) + "},{\"created_at\":"
                        + (System.currentTimeMillis() + 60_000) + "}]}");

        assertThat(report.at("/messages/skipped").asInt()).isZero();
        assertThat(report.at("/latency_ms/p50").asInt()).isBetween(499, 600);
        assertThat(report.at("/latency_ms/in_the_future").asInt())
                .isEqualTo(report.at("/latency_ms/count").asInt());
    }

    /** As the reference server sends it: encoded twice, and here in several WebSocket frames. */
    @Test
    void frames_countOnlyTheRecordsThatAreNew() throws Exception {
        long start = System.currentTimeMillis();
        ObjectNode report = run(
                "frame",
                number -> "\"[{\\\"created_at\\\":" + (start - 100_000) + "},{\\\"created_at\\\":"
                        + (System.currentTimeMillis() - 300) + "}]\"");

        assertThat(report.at("/latency_ms/count").asInt())
                .isEqualTo(report.at("/messages/total").asInt());
        assertThat(report.at("/latency_ms/max").asInt()).isBetween(299, 600);
    }

    /** Only the bytes on the network count. */
    @Test
    void serverThatCompresses_isReadAlike_inFewerBytes() throws Exception {
        LongFunction<String> view = number -> "{\"type\":\"view\",\"seq\":" + number + ",\"now\":"
                + System.currentTimeMillis() + ",\"fresh\":{\"records\":2,\"oldest\":900,\"newest\":700},\"bars\":\""
                + "Brasil".repeat(200) + "\"}";
        ObjectNode plain = run("view", view);
        ObjectNode compressed = run("view", view, "--compress");

        assertThat(compressed.at("/latency_ms/p50").asInt()).isGreaterThanOrEqualTo(699);
        assertThat(kilobytesOfAMessage(plain)).isCloseTo(1.3, within(0.1));
        assertThat(kilobytesOfAMessage(compressed)).isBetween(0.01, 0.2);
    }

    private static double kilobytesOfAMessage(ObjectNode report) {
        return report.at("/messages/kilobytes_per_connection_and_second").asDouble()
                / report.at("/messages/per_connection_and_second").asDouble();
    }

    @Test
    void bareServer_sendsFourMessagesASecondToEach() throws Exception {
        Channel server = BareServer.serve(0, loops);
        ObjectNode report = LoadHarness.run(
                Options.parse(("--url ws://127.0.0.1:%d --parser none --connections 5 --settle 0 --duration 3")
                        .formatted(((InetSocketAddress) server.localAddress()).getPort())
                        .split(" ")));

        assertThat(report.at("/messages/per_connection_and_second").asDouble()).isBetween(2.0, 5.0);
        assertThat(kilobytesOfAMessage(report)).isCloseTo(0.620, within(0.01));
    }

    @Test
    void serverThatRefuses_isTold() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        ObjectNode report = LoadHarness.run(Options.parse(
                "--url", "ws://127.0.0.1:" + port, "--connections", "3", "--settle", "0", "--duration", "1"));

        assertThat(report.at("/connections/open_at_end").asInt()).isZero();
        assertThat(report.at("/connections/failures").elements().next().asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--url http://localhost        | --url http://localhost: expected ws://host:port/path",
                "--connections 5               | --url: expected an address",
                "--url ws://a --connections 0  | --connections 0: expected a whole number from 1 to 1000000",
                "--url ws://a --parser xml     | --parser xml: expected view, v1, frame or none",
                "--url ws://a --speed 5        | --speed: expected one of the options of --help",
                "--url ws://a --ramp           | --ramp: expected a value"
            })
    void badOption_isRefusedByNameAndValue(String options, String message) {
        assertThatThrownBy(() -> Options.parse(options.split(" "))).hasMessage(message);
    }

    private ObjectNode run(String parser, LongFunction<String> message, String... more) throws Exception {
        Channel server = BareServer.listen(0, loops, channel -> channel.pipeline()
                .addLast(
                        new WebSocketServerCompressionHandler(0),
                        new WebSocketServerProtocolHandler("/ws", "thelook.v1", true),
                        new Sender(message)));
        int port = ((InetSocketAddress) server.localAddress()).getPort();
        List<String> options = new ArrayList<>(List.of(more));
        options.addAll(List.of(
                "--url",
                "ws://127.0.0.1:" + port + "/ws",
                "--connections",
                "5",
                "--settle",
                "1",
                "--duration",
                "2",
                "--parser",
                parser,
                "--pid",
                Long.toString(ProcessHandle.current().pid())));
        return LoadHarness.run(Options.parse(options.toArray(String[]::new)));
    }

    private static final class Sender extends ChannelInboundHandlerAdapter {

        private final LongFunction<String> message;
        private long number;

        private Sender(LongFunction<String> message) {
            this.message = message;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof HandshakeComplete) {
                context.executor().scheduleAtFixedRate(() -> send(context), 0, 100, TimeUnit.MILLISECONDS);
            }
        }

        private void send(ChannelHandlerContext context) {
            String text = message.apply(++number);
            int half = text.length() / 2;
            context.write(new TextWebSocketFrame(false, 0, text.substring(0, half)));
            context.writeAndFlush(new ContinuationWebSocketFrame(
                    true, 0, Unpooled.copiedBuffer(text.substring(half), StandardCharsets.UTF_8)));
        }
    }
}
