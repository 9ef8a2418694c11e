package io.thelook.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketClientExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketClientExtensionHandshaker;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateClientExtensionHandshaker;
import io.netty.util.concurrent.EventExecutor;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Opens many WebSocket connections to one address, holds them, and reports the number of open connections, messages and
 * bytes, the intervals between updates, the age of the records on arrival, and the CPU and memory of the server.
 */
public final class LoadHarness {

    private static final int LARGEST_FRAME = 256_000_000;
    private static final int MOST_HANDSHAKES_AT_A_TIME = 200;

    /** Accepts any response of a server. Makes the same offer as Firefox. */
    private static final WebSocketClientExtensionHandshaker DEFLATE =
            new PerMessageDeflateClientExtensionHandshaker(6, false, 15, true, false, LARGEST_FRAME);

    private final Options options;
    private final Map<EventExecutor, Tally> tallies = new HashMap<>();
    private final List<LoadClient> clients = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();

    private LoadHarness(Options options) {
        this.options = options;
    }

    /**
     * @param args the options that {@code --help} lists
     */
    public static void main(String... args) throws Exception {
        if (args.length == 0 || args[0].equals("--help")) {
            System.out.print(Options.HELP);
            return;
        }
        try {
            Options options = Options.parse(args);
            ObjectNode report = run(options);
            ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
            System.out.println(json.writeValueAsString(report));
            if (options.json() != null) {
                json.writeValue(new File(options.json()), report);
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    static ObjectNode run(Options options) throws InterruptedException, IOException {
        return new LoadHarness(options).run();
    }

    private ObjectNode run() throws InterruptedException {
        List<ServerProcess> servers =
                options.pids().stream().map(ServerProcess::new).toList();
        servers.forEach(ServerProcess::cpu);
        EventLoopGroup loops = new NioEventLoopGroup(options.threads());
        try {
            loops.forEach(loop -> tallies.put(loop, new Tally()));
            connect(loops);
            TimeUnit.SECONDS.sleep(options.settleSeconds());

            onEachLoop(loops, tally -> tally.counting = true);
            int openBefore = sum(loops).open;
            List<Double> cpuBefore = cpu(servers);
            List<Map<String, Double>> threadsBefore =
                    servers.stream().map(ServerProcess::cpuByThread).toList();
            long start = System.nanoTime();
            TimeUnit.SECONDS.sleep(options.durationSeconds());
            double seconds = (System.nanoTime() - start) / 1e9;
            List<Double> cpuAfter = cpu(servers);
            List<Map<String, Double>> threadsAfter =
                    servers.stream().map(ServerProcess::cpuByThread).toList();
            onEachLoop(loops, tally -> tally.counting = false);
            long longestWithoutUpdate = longestWithoutUpdate(loops);

            ObjectNode report = report(sum(loops), openBefore, longestWithoutUpdate, seconds);
            for (int i = 0; i < servers.size(); i++) {
                ObjectNode server = report.withArray("servers").addObject();
                server.put("pid", servers.get(i).pid());
                server.put("cpu_cores", round((cpuAfter.get(i) - cpuBefore.get(i)) / seconds));
                server.put("cpu_seconds", round(cpuAfter.get(i) - cpuBefore.get(i)));
                ObjectNode threads = server.putObject("cpu_cores_by_thread");
                Map<String, Double> before = threadsBefore.get(i);
                threadsAfter.get(i).forEach((name, used) -> {
                    double cores = round((used - before.getOrDefault(name, 0.0)) / seconds);
                    if (cores > 0) {
                        threads.put(name, cores);
                    }
                });
                servers.get(i).residentMegabytes().ifPresent(megabytes -> server.put("resident_mb", megabytes));
            }
            return report;
        } finally {
            channels.forEach(Channel::close);
            loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).await();
        }
    }

    private void connect(EventLoopGroup loops) throws InterruptedException {
        Semaphore shaking = new Semaphore(MOST_HANDSHAKES_AT_A_TIME);
        CountDownLatch ended = new CountDownLatch(options.connections());
        long start = System.nanoTime();
        for (int i = 0; i < options.connections(); i++) {
            long due = start + TimeUnit.SECONDS.toNanos(options.rampSeconds()) * i / options.connections();
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            shaking.acquire();
            EventLoop loop = loops.next();
            boolean parse = i % options.parseEvery() == 0;
            LoadClient client = new LoadClient(tallies.get(loop), parse ? options.parser() : MessageParser.NONE, () -> {
                shaking.release();
                ended.countDown();
            });
            clients.add(client);
            channels.add(open(options.urlOf(i), loop, client));
        }
        ended.await();
    }

    private Channel open(URI url, EventLoop loop, LoadClient client) {
        WebSocketClientProtocolConfig handshake = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(url)
                .version(WebSocketVersion.V13)
                .subprotocol(options.subprotocol())
                .maxFramePayloadLength(LARGEST_FRAME)
                .allowExtensions(options.compress())
                .handleCloseFrames(false)
                .handshakeTimeoutMillis(30_000)
                .build();
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 30_000)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(65_536),
                                        new PayloadCounter(tallies.get(loop)));
                        if (options.compress()) {
                            channel.pipeline().addLast(new WebSocketClientExtensionHandler(DEFLATE));
                        }
                        channel.pipeline().addLast(new WebSocketClientProtocolHandler(handshake), client);
                    }
                });
        int port = url.getPort() == -1 ? 80 : url.getPort();
        return bootstrap
                .connect(url.getHost(), port)
                .addListener(result -> {
                    if (!result.isSuccess()) {
                        loop.execute(() -> client.fail(result.cause().getClass().getSimpleName()));
                    }
                })
                .channel();
    }

    private void onEachLoop(EventLoopGroup loops, java.util.function.Consumer<Tally> action)
            throws InterruptedException {
        for (EventExecutor loop : loops) {
            loop.submit(() -> action.accept(tallies.get(loop))).sync();
        }
    }

    private Tally sum(EventLoopGroup loops) throws InterruptedException {
        Tally sum = new Tally();
        onEachLoop(loops, sum::add);
        return sum;
    }

    private long longestWithoutUpdate(EventLoopGroup loops) throws InterruptedException {
        long[] longest = new long[1];
        for (EventExecutor loop : loops) {
            loop.submit(() -> clients.forEach(client -> longest[0] = Math.max(longest[0], client.withoutUpdate())))
                    .sync();
        }
        return longest[0];
    }

    private static List<Double> cpu(List<ServerProcess> servers) {
        return servers.stream().map(server -> server.cpu().toMillis() / 1e3).toList();
    }

    private ObjectNode report(Tally tally, int openBefore, long longestWithoutUpdate, double seconds) {
        ObjectNode report = new ObjectMapper().createObjectNode();
        report.put("url", options.url().toString());
        report.put("seconds", round(seconds));
        ObjectNode connections = report.putObject("connections");
        connections.put("wanted", options.connections());
        connections.put("open_at_start", openBefore);
        connections.put("open_at_end", tally.open);
        tally.failures.forEach(connections.putObject("failures")::put);
        tally.closes.forEach(connections.putObject("closes")::put);
        int open = Math.max(1, tally.open);
        ObjectNode messages = report.putObject("messages");
        messages.put("total", tally.messages);
        messages.put("per_second", round(tally.messages / seconds));
        messages.put("per_connection_and_second", round(tally.messages / seconds / open));
        messages.put("updates_per_connection_and_second", round(tally.updates / seconds / open));
        messages.put("kilobytes_per_connection_and_second", round(tally.bytes / seconds / open / 1_000));
        messages.put("megabytes_per_second", round(tally.bytes / seconds / 1e6));
        messages.put("skipped", tally.skipped);
        percentiles(report.putObject("interval_ms"), tally.interval);
        report.put("longest_without_update_ms", longestWithoutUpdate);
        ObjectNode latency = report.putObject("latency_ms");
        percentiles(latency, tally.latency);
        latency.put("in_the_future", tally.future);
        return report;
    }

    private static void percentiles(ObjectNode node, Histogram histogram) {
        node.put("count", histogram.getTotalCount());
        node.put("p50", histogram.getValueAtPercentile(50));
        node.put("p90", histogram.getValueAtPercentile(90));
        node.put("p99", histogram.getValueAtPercentile(99));
        node.put("p999", histogram.getValueAtPercentile(99.9));
        node.put("max", histogram.getMaxValue());
    }

    private static double round(double value) {
        return Math.round(value * 1_000) / 1e3;
    }
}
