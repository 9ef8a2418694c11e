package io.thelook.dashboard.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Shared by the tests of the journal. */
final class JournalFixture {

    static final int SEGMENT = 2_000;
    static final JournalSettings SETTINGS =
            new JournalSettings(Path.of("journal"), 1 << 20, SEGMENT, 1_000, 100, 50_000, Duration.ofHours(24));

    private static final Logger LOG = Logger.getLogger(Journal.class.getName());

    private JournalFixture() {}

    /** Logs nothing until {@link #log}: for tests that damage a journal thousands of times. */
    static void logNothing() {
        LOG.setLevel(Level.OFF);
    }

    static void log() {
        LOG.setLevel(null);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The entries from that time on, as text. */
    static List<String> replay(Journal journal, long since) {
        List<String> entries = new ArrayList<>();
        long number = journal.replay(since, (arrival, entry) -> entries.add(text(entry)));
        assertThat(number).isEqualTo(entries.size());
        return entries;
    }

    static List<String> replay(Journal journal) {
        return replay(journal, Long.MIN_VALUE);
    }

    /** Appends entries and waits until they are on the disk. */
    static void append(Journal journal, String... entries) throws Exception {
        for (String each : entries) {
            assertThat(failure(journal.append(bytes(each)))).isNull();
        }
    }

    /** Waits for the end. Returns why it failed; null if it did not. */
    static Throwable failure(CompletionStage<Void> stage) throws Exception {
        try {
            stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    /** Appends entries that the journal takes all at once, as far as they fit. */
    static List<CompletionStage<Void>> appendTogether(Journal journal, List<byte[]> entries) {
        CountDownLatch areAllAppended = new CountDownLatch(1);
        journal.thread().execute(() -> awaitOpen(areAllAppended));
        try {
            return entries.stream().map(journal::append).toList();
        } finally {
            areAllAppended.countDown();
        }
    }

    static void awaitOpen(CountDownLatch gate) {
        try {
            assertThat(gate.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An entry that begins with its number, and whose other bytes follow from it. */
    static byte[] numbered(int number, int length) {
        byte[] entry = new byte[Math.max(Integer.BYTES, length)];
        ByteBuffer.wrap(entry).putInt(number);
        for (int i = Integer.BYTES; i < entry.length; i++) {
            entry[i] = (byte) (number * 31 + i);
        }
        return entry;
    }

    /** The number of an entry whose bytes are all right. */
    static int number(byte[] entry) {
        int number = ByteBuffer.wrap(entry).getInt();
        assertThat(entry).isEqualTo(numbered(number, entry.length));
        return number;
    }
}
