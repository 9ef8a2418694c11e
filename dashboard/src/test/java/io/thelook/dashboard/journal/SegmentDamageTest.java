package io.thelook.dashboard.journal;

import static io.thelook.dashboard.journal.JournalFixture.SETTINGS;
import static io.thelook.dashboard.journal.JournalFixture.append;
import static io.thelook.dashboard.journal.JournalFixture.bytes;
import static io.thelook.dashboard.journal.JournalFixture.failure;
import static io.thelook.dashboard.journal.JournalFixture.replay;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Replays of segments that contain something other than whole entries. */
class SegmentDamageTest {

    private static final List<String> ENTRIES = List.of("first", "second entry", "", "the last");

    @BeforeAll
    static void logNothing() {
        JournalFixture.logNothing();
    }

    @AfterAll
    static void log() {
        JournalFixture.log();
    }

    @Test
    void tornTail_losesTheTornEntryOnly() throws Exception {
        byte[] whole = segment();
        int tail = (int) EntryFormat.size(ENTRIES.get(3).length());

        for (int cut = 0; cut <= tail; cut++) {
            byte[] torn = Arrays.copyOf(whole, whole.length - cut);

            boolean isDamaged = cut > 0 && cut < tail;
            assertReplay(torn, cut == 0 ? ENTRIES : ENTRIES.subList(0, 3), isDamaged ? 1 : 0);
        }
    }

    @Test
    void tailOfZeros_losesNothing() throws Exception {
        byte[] whole = segment();

        for (int zeros = 1; zeros < 100; zeros++) {
            assertReplay(Arrays.copyOf(whole, whole.length + zeros), ENTRIES, 1);
        }
    }

    @Test
    void flippedBit_losesItsEntryOnly() throws Exception {
        byte[] whole = segment();

        for (int i = 0; i < whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= (byte) (1 << i % Byte.SIZE);

            List<String> expected = new ArrayList<>(ENTRIES);
            expected.remove(entryAt(i));
            assertReplay(flipped, expected, 1);
        }
    }

    @Test
    void damageInSeveralPlaces_isCountedEach() throws Exception {
        byte[] damaged = segment();
        damaged[0]++;
        damaged[damaged.length - 1]++;

        assertReplay(damaged, ENTRIES.subList(1, 3), 2);
    }

    @Test
    void anyLength_isNotBelieved() throws Exception {
        byte[] damaged = segment();

        for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, damaged.length, 6, 0}) {
            ByteBuffer.wrap(damaged).putInt(EntryFormat.LENGTH_AT, length);
            assertReplay(damaged, ENTRIES.subList(1, 4), 1);
        }
    }

    @Test
    void rubbish_isSkipped() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 200; i++) {
            byte[] rubbish = new byte[1 + random.nextInt(200_000)];
            random.nextBytes(rubbish);
            assertReplay(rubbish, List.of(), 1);
        }
    }

    @Test
    void markersWithoutEntries_areSkipped() throws Exception {
        byte[] markers = new byte[EntryFormat.MARKER * 300];
        for (int i = 0; i < markers.length; i += EntryFormat.MARKER) {
            ByteBuffer.wrap(markers).putLong(i, name().marker());
        }

        assertReplay(markers, List.of(), 1);
    }

    @Test
    void entryInsideADamagedEntry_isNotAnEntry() throws Exception {
        FakeDisk other = new FakeDisk(1);
        try (Journal journal = Journal.open(SETTINGS, other, () -> Instant.EPOCH, new SplittableRandom(2))) {
            append(journal, "forged");
        }
        String otherName = other.list().keySet().iterator().next();
        FakeDisk disk = new FakeDisk(1);
        try (Journal journal = open(disk, SETTINGS)) {
            assertThat(failure(journal.append(other.content(otherName)))).isNull();
            append(journal, "real");
        }
        byte[] damaged = disk.content(name().toString());
        damaged[EntryFormat.ARRIVAL_AT]++;

        assertReplay(damaged, List.of("real"), 1);
    }

    @Test
    void filesOfOtherNames_stay() throws Exception {
        FakeDisk disk = new FakeDisk(1);
        disk.put("lock", bytes("other"));
        disk.put("1-2-3.journal", bytes("other"));

        try (Journal journal = open(disk, SETTINGS)) {
            append(journal, "entry");
            assertThat(replay(journal)).containsExactly("entry");
        }

        assertThat(disk.list()).hasSize(3);
        assertThat(disk.content("lock")).isEqualTo(bytes("other"));
    }

    @Test
    void largeEntries_areReadAcrossTheReadersWindow() throws Exception {
        JournalSettings large =
                new JournalSettings(Path.of("journal"), 1 << 24, 1 << 21, 200_000, 100, 1 << 21, Duration.ofHours(1));
        List<String> entries = new ArrayList<>();
        for (int length : new int[] {65_511, 65_512, 65_513, 65_535, 65_536, 65_537, 0, 131_072, 200_000, 1, 150_000}) {
            entries.add(String.valueOf((char) ('a' + entries.size())).repeat(length));
        }
        FakeDisk disk = new FakeDisk(1);
        try (Journal journal = open(disk, large)) {
            append(journal, entries.toArray(String[]::new));
        }
        String name = disk.list().keySet().iterator().next();
        byte[] damaged = disk.content(name);
        damaged[EntryFormat.HEADER + 100]++;
        disk.put(name, damaged);

        try (Journal journal = open(disk, large)) {
            assertThat(replay(journal)).isEqualTo(entries.subList(1, entries.size()));
            assertThat(journal.counters().damaged.sum()).isEqualTo(1);
        }
    }

    /** The entry that a byte of the segment belongs to. */
    private static int entryAt(int position) {
        long end = 0;
        int entry = -1;
        while (end <= position) {
            entry++;
            end += EntryFormat.size(ENTRIES.get(entry).length());
        }
        return entry;
    }

    private static SegmentName name() {
        return new SegmentName(1, 0, new SplittableRandom(1).nextLong());
    }

    private static byte[] segment() throws Exception {
        FakeDisk disk = new FakeDisk(1);
        try (Journal journal = open(disk, SETTINGS)) {
            append(journal, ENTRIES.toArray(String[]::new));
        }
        return disk.content(name().toString());
    }

    private static Journal open(FakeDisk disk, JournalSettings settings) throws IOException {
        return Journal.open(settings, disk, () -> Instant.EPOCH, new SplittableRandom(1));
    }

    private static void assertReplay(byte[] segment, List<String> entries, int damaged) throws Exception {
        FakeDisk disk = new FakeDisk(1);
        disk.put(name().toString(), segment);
        try (Journal journal = open(disk, SETTINGS)) {
            assertThat(replay(journal)).isEqualTo(entries);
            assertThat(journal.counters().damaged.sum()).isEqualTo(damaged);

            append(journal, "new");
            assertThat(replay(journal)).hasSize(entries.size() + 1).endsWith("new");
        }
    }
}
