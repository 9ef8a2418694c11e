package io.thelook.dashboard.journal;

import static io.thelook.dashboard.journal.JournalFixture.numbered;

import io.thelook.service.thread.ServiceThread;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jboss.logging.Logger;

/** A separate process that appends numbered entries, in bursts, and prints the number of each that is confirmed. */
final class JournalProcess implements AutoCloseable {

    private static final int MOST_IN_BURST = 64;
    private static final int LONGEST = 700;

    private final Process process;
    private final BufferedReader output;

    /** @param firstNumber of the first entry */
    JournalProcess(Path folder, int firstNumber, long seed) throws IOException {
        String classes = Stream.of(
                        JournalProcess.class, Journal.class, ServiceThread.class, Logger.class, Assertions.class)
                .map(JournalProcess::location)
                .collect(Collectors.joining(File.pathSeparator));
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        classes,
                        JournalProcess.class.getName(),
                        folder.toString(),
                        Integer.toString(firstNumber),
                        Long.toString(seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = process.inputReader(StandardCharsets.US_ASCII);
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads a line, without its end; null if there is none. An incomplete line does not count. */
    String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = output.read(); c >= 0; c = output.read()) {
            if (c == '\n') {
                return line.toString();
            }
            line.append((char) c);
        }
        return null;
    }

    /** Kills the process; what it has printed can still be read. */
    void kill() {
        // Through the handle: the process itself would close its output, too.
        process.toHandle().destroyForcibly();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /** Arguments: the folder, the first number, a seed. */
    public static void main(String[] arguments) throws Exception {
        JournalSettings settings = settings(Path.of(arguments[0]));
        int number = Integer.parseInt(arguments[1]);
        SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[2]));
        Semaphore room = new Semaphore(settings.maxWaiting());
        Journal journal = Journal.open(settings, InstantSource.system());
        while (true) {
            for (int left = 1 + random.nextInt(MOST_IN_BURST); left > 0; left--) {
                room.acquire();
                String line = number + "\n";
                journal.append(numbered(number, random.nextInt(LONGEST))).whenComplete((done, failure) -> {
                    if (failure != null) {
                        failure.printStackTrace();
                        Runtime.getRuntime().halt(1);
                    }
                    System.out.print(line);
                    System.out.flush();
                    room.release();
                });
                number++;
            }
        }
    }

    static JournalSettings settings(Path folder) {
        return new JournalSettings(folder, 1 << 28, 1 << 18, 1_000, 256, 1 << 18, Duration.ofHours(1));
    }
}
