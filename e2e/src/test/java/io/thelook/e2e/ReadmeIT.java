package io.thelook.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.thelook.service.testing.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recipes of "Show your own orders" in README.md, run as they are written, in a {@link Checkout}. Only the hosts
 * and ports are others: {@code localhost:3000}, {@code localhost:9092}, and {@code shop.example}, whose certificate
 * {@code FEED_CA} makes trusted.
 */
class ReadmeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String JAVA_HOME = System.getProperty("java.home");
    private static final String PASSWORD = "changeit";

    @TempDir
    Path checkout;

    private final int port = ServiceProcess.freePort();
    private Path output;
    private Process run;

    @BeforeEach
    void checkOut() throws IOException {
        Checkout.make(checkout);
        output = checkout.resolve("output");
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (run == null) {
            return;
        }
        List<ProcessHandle> all = run.descendants().toList();
        all.forEach(ProcessHandle::destroy);
        run.destroy();
        if (!run.waitFor(20, TimeUnit.SECONDS)) {
            all.forEach(ProcessHandle::destroyForcibly);
            run.destroyForcibly();
        }
    }

    /** The code blocks that follow the name of a way, up to the next one. */
    private static List<String> recipe(String way) throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String section = between(readme, "\n## Show your own orders\n", "\n## ");
        String steps = between(section + "\n**", "\n**" + way + "**", "\n**");
        return Pattern.compile("\n```(json)?\n(.+?\n)```\n", Pattern.DOTALL)
                .matcher(steps)
                .results()
                .map((MatchResult block) -> block.group(2))
                .toList();
    }

    private static String between(String text, String start, String end) {
        assertThat(text).contains(start);
        String rest = text.substring(text.indexOf(start) + start.length());
        return rest.substring(0, rest.indexOf(end));
    }

    @Test
    void webhook() throws Exception {
        List<String> recipe = recipe("Webhook");
        assertThat(recipe).hasSize(2);
        start(recipe.get(0), Map.of());

        assertThat(execute(recipe.get(1).replace("localhost:3000", "localhost:" + port)))
                .contains("{\"accepted\":1,\"duplicate\":0,\"rejected\":[]}");

        assertShows("1 orders, 2 items, 20");
        // The newest orders follow within a second.
        await().atMost(PATIENCE)
                .until(() -> view().path("latest").path(0).path(2).asText().equals("France"));
    }

    @Test
    void kafka() throws Exception {
        List<String> recipe = recipe("Kafka");
        assertThat(recipe).hasSize(2);
        try (KafkaBroker broker = KafkaBroker.start()) {
            broker.createTopic("orders", 1, Map.of());
            start(recipe.get(0).replace("localhost:9092", broker.bootstrap()), Map.of());
            await().atMost(PATIENCE)
                    .until(() -> view().path("source").path("state").asText().equals("live"));
            installConsoleProducer();

            execute(recipe.get(1).replace("localhost:9092", broker.bootstrap()));

            assertShows("1 orders, 1 items, 20");
        }
    }

    @Test
    void file() throws Exception {
        List<String> recipe = recipe("File");
        assertThat(recipe).hasSize(2);
        start(recipe.get(0), Map.of());

        execute(recipe.get(1));

        assertShows("1 orders, 1 items, 20");
    }

    /** Kafka's scripts come with its distribution only: this one starts the same class, as they do. */
    private void installConsoleProducer() throws IOException {
        Path script = Files.writeString(
                checkout.resolve("kafka-console-producer.sh"),
                "#!/bin/sh\nexec \"" + JAVA_HOME + "/bin/java\" -cp \"" + KafkaBroker.classPath()
                        + "\" org.apache.kafka.tools.ConsoleProducer \"$@\"\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void webSocket() throws Exception {
        List<String> recipe = recipe("WebSocket");
        assertThat(recipe).hasSize(2);
        Path keys = keys();
        try (ScriptedFeed feed = new ScriptedFeed(tls(keys))) {
            feed.say(recipe.get(0).strip());
            start(
                    recipe.get(1).replace("shop.example", "localhost:" + feed.port()),
                    Map.of("FEED_CA", certificate(keys).toString()));

            assertShows("1 orders, 2 items, 25");
            feed.say(recipe.get(0).strip().replace("A-1", "A-2"));
            assertShows("2 orders, 4 items, 50");
            assertThat(feed.authorization()).isEqualTo("Basic dXNlcjpwYXNzd29yZA==");
        }
    }

    /** A key and a certificate for localhost. */
    private Path keys() throws IOException, InterruptedException {
        Path keys = checkout.resolve("keys.p12");
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost", keys);
        return keys;
    }

    private Path certificate(Path keys) throws IOException, InterruptedException {
        Path certificate = checkout.resolve("localhost.pem");
        keytool("-exportcert", "-rfc", "-file", certificate, keys);
        return certificate;
    }

    /** Runs the JDK's keytool. The last argument is the key store. */
    private static void keytool(Object... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(Path.of(JAVA_HOME, "bin", "keytool").toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        command.addAll(command.size() - 1, List.of("-alias", "feed", "-storepass", PASSWORD, "-keystore"));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        assertThat(keytool.waitFor()).as(printed).isZero();
    }

    private static ServerSocketFactory tls(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context.getServerSocketFactory();
    }

    /** Runs a command that starts the dashboard, and waits until it is ready. */
    private void start(String command, Map<String, String> environment) throws IOException {
        run = shell(command, environment).redirectOutput(output.toFile()).start();
        await().atMost(PATIENCE).until(() -> !run.isAlive() || log().contains("run: Ctrl-C stops it"));
        assertThat(run.isAlive()).as(log()).isTrue();
    }

    private String log() throws IOException {
        return Files.readString(output);
    }

    /** Runs a command to its end, and returns what it prints. */
    private String execute(String command) throws IOException, InterruptedException {
        Process process = shell(command, Map.of()).start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    private ProcessBuilder shell(String command, Map<String, String> environment) {
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", command)
                .directory(checkout.toFile())
                .redirectErrorStream(true);
        shell.environment().put("JAVA_HOME", JAVA_HOME);
        shell.environment().put("DASHBOARD_PORT", Integer.toString(port));
        shell.environment().merge("PATH", checkout.toString(), (path, more) -> path + ":" + more);
        shell.environment().putAll(environment);
        return shell;
    }

    private JsonNode view() {
        return Shown.view(port);
    }

    private void assertShows(String figures) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Shown.figures(view())).isEqualTo(figures));
    }
}
