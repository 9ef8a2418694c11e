package io.thelook.e2e;

import io.thelook.service.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A packaged service, run as a user would run it, in a separate process. */
final class ServiceProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(120);
    private static final Pattern MESSAGE_START = Pattern.compile("(?m)^(?=\\d\\d:\\d\\d:\\d\\d )");
    private static final Pattern ERROR = Pattern.compile("ERROR|Exception|OutOfMemory|\tat ");

    /** Options of the JVM for tests that do not measure; empty where they do. */
    private static final List<String> QUICK_START = Stream.of(
                    System.getProperty("service.options", "").split(" "))
            .filter(Predicate.not(String::isEmpty))
            .toList();

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final int port;
    private final Path log;

    private ServiceProcess(String module, int port, List<String> options, Map<String, String> environment) {
        this.port = port;
        try {
            log = Files.createTempFile(Files.createDirectories(Path.of("target", "logs")), module, ".log");
            ProcessBuilder builder = new ProcessBuilder(command(module, options))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("PRODUCER_PORT", Integer.toString(port));
            builder.environment().put("DASHBOARD_PORT", Integer.toString(port));
            // Tests of the history turn it on, with a separate folder.
            builder.environment().put("HISTORY", "off");
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(String module, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(QUICK_START);
        command.addAll(options);
        command.add("-jar");
        command.add(jar(module).toString());
        return command;
    }

    /** The jar that starts a service. */
    static Path jar(String module) {
        return Path.of("..", module, "target", "quarkus-app", "quarkus-run.jar");
    }

    /** Starts without waiting: for a start that is to fail. */
    static ServiceProcess begin(String module, int port, Map<String, String> environment) {
        return new ServiceProcess(
                module, port, QUICK_START.isEmpty() ? List.of() : ClassArchive.options(module), environment);
    }

    /** A producer on a free port. */
    static ServiceProcess producer(Map<String, String> settings) {
        return start("producer", freePort(), settings);
    }

    /** A dashboard on a free port that connects to this feed. */
    static ServiceProcess dashboard(URI feed) {
        return start("dashboard", freePort(), Map.of("PRODUCER_URL", feed.toString()));
    }

    /** Starts and waits until the service is ready. */
    static ServiceProcess start(String module, int port, Map<String, String> environment) {
        return start(module, port, environment, "ready");
    }

    /** Starts a dashboard that cannot read its topic, and so is never ready. */
    static ServiceProcess startWithoutTopic(Map<String, String> environment) {
        return start("dashboard", freePort(), environment, "started");
    }

    /** Starts with further options of the JVM, and waits until the service is ready. */
    static ServiceProcess start(String module, List<String> options, Map<String, String> environment) {
        return awaitUp(module, new ServiceProcess(module, freePort(), options, environment), "ready");
    }

    private static ServiceProcess start(String module, int port, Map<String, String> environment, String probe) {
        return awaitUp(module, begin(module, port, environment), probe);
    }

    private static ServiceProcess awaitUp(String module, ServiceProcess service, String probe) {
        boolean isUp = false;
        try {
            Awaitility.await()
                    .alias(module + " is " + probe)
                    .atMost(START)
                    .until(() -> !service.process.isAlive() || service.isUp(probe));
            isUp = service.process.isAlive();
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + ": " + service.log(), e);
        } finally {
            if (!isUp) {
                service.process.destroyForcibly();
            }
        }
        if (!service.process.isAlive()) {
            throw new AssertionError(module + " ended: " + service.log());
        }
        return service;
    }

    static int freePort() {
        return FreePort.next();
    }

    private boolean isUp(String probe) throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(uri("http", "/q/health/" + probe)).build();
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    URI uri(String scheme, String path) {
        return URI.create(scheme + "://localhost:" + port + path);
    }

    /** The id of the process. */
    long pid() {
        return process.pid();
    }

    /** Sends the process a signal, such as {@code STOP}. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** The stacks of all threads. */
    String threads() {
        return diagnose("Thread.print");
    }

    /** The bytes on the heap that are in use, after a collection. */
    long heap() {
        diagnose("GC.run");
        return Math.round(new Meters(this).sum("jvm_memory_used_bytes{area=\"heap\""));
    }

    /** Sends the JVM a diagnostic command, such as {@code GC.run}, and returns what it says. */
    String diagnose(String command) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            command)
                    .redirectErrorStream(true)
                    .start();
            return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The memory of the process, in megabytes. */
    long residentMegabytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_000)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The open files and sockets. */
    int descriptors() {
        String[] open =
                Path.of("/proc", Long.toString(process.pid()), "fd").toFile().list();
        return open == null ? 0 : open.length;
    }

    /** Limits the open files and sockets from now on, if the system lets us. */
    boolean limitDescriptors(int most) throws InterruptedException {
        try {
            return new ProcessBuilder("prlimit", "--pid", Long.toString(process.pid()), "--nofile=" + most + ":" + most)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The processor time since the start. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Kills the process, which can do nothing about it, and waits for its end. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** The link in the log that signs a browser in. */
    URI signInLink() {
        Pattern link = Pattern.compile("https?://localhost:" + port + "/signin\\?token=[A-Za-z0-9_-]+");
        return Awaitility.await()
                .alias("the log has the sign-in link")
                .until(() -> link.matcher(log()).results().findFirst(), Optional::isPresent)
                .map(found -> URI.create(found.group()))
                .orElseThrow();
    }

    /** The token in that link. */
    String signInToken() {
        return signInLink().getQuery().substring("token=".length());
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running: " + log());
        }
        return process.exitValue();
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The messages of the log that are errors or show an exception. Not those of Vert.x about an event loop that was
     * blocked: a machine that is too busy to start a service in time makes it say so.
     */
    List<String> errors() {
        return MESSAGE_START
                .splitAsStream(log())
                .filter(message -> ERROR.matcher(message).find())
                .filter(message -> !message.contains("[BlockedThreadChecker]"))
                .toList();
    }

    /** Stops the service as an operator does, and waits for its end. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
