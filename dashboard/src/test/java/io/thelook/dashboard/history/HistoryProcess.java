package io.thelook.dashboard.history;

import static io.thelook.dashboard.history.Fixtures.DAY;
import static io.thelook.dashboard.history.Fixtures.at;
import static io.thelook.dashboard.history.Fixtures.batch;
import static io.thelook.dashboard.history.Fixtures.settings;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A separate process that uses a history, for tests that kill it, or deny it a resource. */
final class HistoryProcess {

    static final long FIRST_TIME = at("2026-06-09T22:00:00Z");

    /** Records of a batch of {@code write}. */
    static final int BATCH = 500;

    private HistoryProcess() {}

    /** Starts the process. */
    static Process start(List<String> options, String what, Path folder) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace("\n", File.pathSeparator));
        command.add(HistoryProcess.class.getName());
        command.add(what);
        command.add(folder.toString());
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Reads its output. */
    static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Reads its output until a line that begins so; that line. */
    static String await(BufferedReader output, String start) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(start)) {
                return line;
            }
            seen.append(line).append('\n');
        }
        throw new IOException("the process ended without \"" + start + "\": " + seen);
    }

    /** Runs what the first argument says, in the folder of the second. */
    public static void main(String[] arguments) throws Exception {
        HistorySettings settings = settings(Path.of(arguments[1]));
        switch (arguments[0]) {
            case "hold" -> {
                Database database = Database.open(settings);
                System.out.println("open");
                System.in.read();
                database.close();
            }
            case "write" -> write(settings);
            default -> use(settings);
        }
    }

    /** Writes batch after batch, and says so after each; in every other one, the status of all records changes. */
    private static void write(HistorySettings settings) throws Exception {
        Database database = Database.open(settings);
        RecordStore store = RecordStore.writable(database.connect());
        for (int i = 0; ; i++) {
            List<Change> changes = batch(i * BATCH, BATCH, FIRST_TIME);
            store.write(changes, Coverage.NONE.with(new TimeSpan(0, i + 1)), null);
            store.write(shipped(changes), Coverage.NONE.with(new TimeSpan(0, i + 1)), null);
            System.out.println("written " + (i + 1));
        }
    }

    private static List<Change> shipped(List<Change> changes) {
        List<Change> shipped = new ArrayList<>();
        for (Change change : changes) {
            var record = ((Change.Put) change).record();
            shipped.add(new Change.Put(
                    record.toBuilder()
                            .itemStatus("Shipped")
                            .updatedAt(record.updatedAt() + DAY)
                            .build(),
                    null));
        }
        return shipped;
    }

    /** Opens a history and passes records on, as the dashboard does, and says what comes of it. */
    private static void use(HistorySettings settings) throws Exception {
        History history = new History(settings, 10, InstantSource.system(), System::nanoTime);
        history.open(Duration.ofMinutes(30)).toCompletableFuture().join();
        for (int i = 0; i < 1_000; i++) {
            history.recorder().put(Fixtures.record("o" + i, i, i), null);
        }
        System.out.println(
                "state " + history.state().mode() + ": " + history.state().reason());
        System.out.println("waiting " + history.writer().waiting().size() + ", dropped "
                + history.writer().waiting().dropped());
        try {
            history.today(FIRST_TIME).toCompletableFuture().join();
        } catch (java.util.concurrent.CompletionException e) {
            System.out.println("today " + e.getCause().getMessage());
        }
        history.close();
        System.out.println("closed");
    }
}
