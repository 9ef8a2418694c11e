package io.thelook.service.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * A real Kafka broker in a separate process and folder, on free ports of the loopback. It is its own controller (KRaft)
 * and has two listeners: one without authentication, and one with SASL/PLAIN over plain text for the user
 * {@value #USER}.
 *
 * <p>The broker keeps its ports and its topics when it is killed and restarted. It creates no topic on
 * its own. Closing it removes the folder. If this JVM exits, the broker is killed.
 */
public final class KafkaBroker implements AutoCloseable {

    /** The user of the listener with SASL. */
    public static final String USER = "reader";

    /** The password of {@link #USER}. */
    public static final String PASSWORD = "correct-horse";

    private static final String CLASS_PATH = "broker.classpath";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final int port = FreePort.next();
    private final int saslPort = FreePort.next();
    private final int controllerPort = FreePort.next();
    private final Thread atExit = new Thread(this::kill);
    private Process process;

    private KafkaBroker() throws IOException {
        folder = Files.createTempDirectory("kafka");
    }

    /** Starts a new, empty broker and waits until it answers. */
    public static KafkaBroker start() throws IOException {
        KafkaBroker broker = new KafkaBroker();
        Files.write(broker.settings(), broker.properties());
        Process format = broker.run(
                "kafka.tools.StorageTool",
                "format",
                "-t",
                Uuid.randomUuid().toString(),
                "-c",
                broker.settings().toString());
        await().atMost(PATIENCE).until(() -> !format.isAlive());
        assertThat(format.exitValue()).as(broker::log).isZero();
        Runtime.getRuntime().addShutdownHook(broker.atExit);
        broker.restart();
        return broker;
    }

    private List<String> properties() {
        String user = "org.apache.kafka.common.security.plain.PlainLoginModule required user_" + USER + "=\"" + PASSWORD
                + "\";";
        String listeners = "PLAINTEXT://127.0.0.1:" + port + ",SASL_PLAINTEXT://127.0.0.1:" + saslPort;
        return List.of(
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
                "controller.listener.names=CONTROLLER",
                "listeners=" + listeners + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners=" + listeners,
                "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT",
                "inter.broker.listener.name=PLAINTEXT",
                "sasl.enabled.mechanisms=PLAIN",
                "listener.name.sasl_plaintext.plain.sasl.jaas.config=" + user,
                "log.dirs=" + folder.resolve("topics"),
                "auto.create.topics.enable=false",
                // A broker that was killed may register again once its session has ended.
                "broker.session.timeout.ms=2000",
                "broker.heartbeat.interval.ms=500",
                "num.network.threads=1",
                "num.io.threads=2",
                "log.cleaner.dedupe.buffer.size=2000000",
                "offsets.topic.num.partitions=1",
                "offsets.topic.replication.factor=1",
                "transaction.state.log.num.partitions=1",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "share.coordinator.state.topic.num.partitions=1",
                "share.coordinator.state.topic.replication.factor=1",
                "share.coordinator.state.topic.min.isr=1",
                "group.initial.rebalance.delay.ms=0");
    }

    private Path settings() {
        return folder.resolve("server.properties");
    }

    private Path output() {
        return folder.resolve("log");
    }

    private Process run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                // Starts faster; no test measures the broker.
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                classPath()));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
                .start();
    }

    /** The class path of the broker and of Kafka's command line tools that send and receive records. */
    public static String classPath() throws IOException {
        try (InputStream written = KafkaBroker.class.getResourceAsStream(CLASS_PATH)) {
            assertThat(written)
                    .as(CLASS_PATH + ", which Maven writes unless -DskipTests is given")
                    .isNotNull();
            return new String(written.readAllBytes(), UTF_8).strip();
        }
    }

    /** Starts the broker again, on the same ports and with the same topics, and waits until it answers. */
    public void restart() throws IOException {
        assertThat(isRunning()).as("the broker is already running").isFalse();
        process = run("kafka.Kafka", settings().toString());
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .failFast(() -> assertThat(isRunning()).as(this::log).isTrue())
                .until(this::answers);
    }

    private boolean answers() throws InterruptedException, ExecutionException {
        try (Admin admin = admin()) {
            return !admin.describeCluster().nodes().get().isEmpty();
        }
    }

    /** Whether the broker's process is running. */
    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Kills the broker at once: it closes nothing and writes nothing more. Does nothing if it is not running. */
    public void kill() {
        if (process != null) {
            process.destroyForcibly()
                    .onExit()
                    .orTimeout(PATIENCE.toSeconds(), SECONDS)
                    .join();
        }
    }

    /** Freezes the broker: its connections stay open and nothing answers. For POSIX systems. */
    public void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Lets a frozen broker continue. */
    public void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** The address of the listener without authentication, such as {@code 127.0.0.1:40000}. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** The address of the listener with SASL/PLAIN. */
    public String saslBootstrap() {
        return "127.0.0.1:" + saslPort;
    }

    /** The client properties that log in to the listener with SASL. */
    public static Map<String, String> saslProperties(String user, String password) {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + user + "\" password=\""
                        + password + "\";");
    }

    /** Creates an administrator's client, which the caller closes. */
    public Admin admin() {
        return Admin.create(Map.of(
                "bootstrap.servers", bootstrap(), "default.api.timeout.ms", "10000", "request.timeout.ms", "5000"));
    }

    /**
     * Creates a topic with a single replica of each partition, and waits until the broker serves them. Before that, it
     * may refuse a producer's first batch and take the second, which then blocks an idempotent producer.
     */
    public void createTopic(String name, int partitions, Map<String, String> settings)
            throws InterruptedException, ExecutionException {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(settings)))
                    .all()
                    .get();
            Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, partitions)
                    .boxed()
                    .collect(Collectors.toMap(each -> new TopicPartition(name, each), each -> OffsetSpec.latest()));
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> admin.listOffsets(ends).all().get().size() == partitions);
        }
    }

    private String log() {
        try {
            return Files.readString(output());
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Ends the broker and removes its folder. */
    @Override
    public void close() throws IOException {
        kill();
        Runtime.getRuntime().removeShutdownHook(atExit);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
