package io.thelook.dashboard.source.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows a file by an injected clock. */
class FollowedFileTest {

    private static final int MOST = 1_000;

    @TempDir
    private Path folder;

    private Path path;
    private FollowedFile file;
    private long nanos;
    private int changes;

    @BeforeEach
    void open() throws IOException {
        path = Files.writeString(folder.resolve("orders"), "first\nsecond\n");
        file = FollowedFile.open(path, MOST, () -> nanos);
    }

    @AfterEach
    void close() throws IOException {
        file.close();
    }

    private List<String> read() throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            for (Line line = file.next(); line != null; line = file.next()) {
                lines.add(line.text());
            }
        } while (file.fill());
        return lines;
    }

    /** Writes the whole file anew, or appends to it, with a time of change that no clock is too coarse for. */
    private void write(Path to, String text, StandardOpenOption... options) throws IOException {
        Files.writeString(to, text, options);
        Files.setLastModifiedTime(to, FileTime.fromMillis(1_741_051_200_000L + 1_000L * changes++));
    }

    private void append(Path to, String text) throws IOException {
        write(to, text, StandardOpenOption.APPEND);
    }

    @Test
    void everythingAtFirst_isHistory() throws IOException {
        assertThat(file.isHistoryRead()).isFalse();
        assertThat(file.unread()).isEqualTo(13);

        assertThat(read()).containsExactly("first", "second");

        assertThat(file.isHistoryRead()).isTrue();
        assertThat(file.unread()).isZero();
        append(path, "third\n");
        assertThat(file.unread()).isEqualTo(6);
        assertThat(file.isOver()).isEmpty();
        assertThat(read()).containsExactly("third");
    }

    @Test
    void shorterFile_isOver() throws IOException {
        read();

        write(path, "new\n");

        assertThat(file.isOver()).contains(Restart.REWRITTEN);
        assertThat(file.rest()).isNull();
    }

    @Test
    void rewrittenFile_isOver_evenIfItIsLongerOrAsLongAsBefore() throws IOException {
        read();
        write(path, "FIRST\nSECOND\n");
        assertThat(file.isOver()).contains(Restart.REWRITTEN);

        file.close();
        open();
        read();
        write(path, "another first\nanother second\nanother third\n");
        assertThat(file.isOver()).contains(Restart.REWRITTEN);
    }

    @Test
    void rewrittenFileWithTheSameBeginning_isStillTheOneToRead() throws IOException {
        read();

        write(path, "first\nsecond\nthird\n");

        assertThat(file.isOver()).isEmpty();
        assertThat(read()).containsExactly("third");
    }

    @Test
    void longRewrittenFile_isOver() throws IOException {
        append(path, "x".repeat(MOST - 1) + "\n");
        read();
        append(path, "y\n");
        assertThat(file.isOver()).isEmpty();
        read();

        write(path, "z".repeat(10 * MOST));

        assertThat(file.isOver()).contains(Restart.REWRITTEN);
    }

    @Test
    void movedFile_isReadForAMoment_andThenOver() throws IOException {
        read();
        Path moved = Files.move(path, folder.resolve("orders.1"));
        Files.writeString(path, "of the next file\n");
        assertThat(file.isOver()).isEmpty();
        append(moved, "late\n");

        assertThat(read()).containsExactly("late");
        nanos += FollowedFile.HAND_OVER.toNanos() - 1;
        assertThat(file.isOver()).isEmpty();
        assertThat(file.isLastRead()).isFalse();
        nanos++;
        append(moved, "too late for the look, not for the last read\nwithout an end");
        assertThat(file.isOver()).isEmpty();

        assertThat(file.isLastRead()).isTrue();
        assertThat(read()).containsExactly("too late for the look, not for the last read");
        assertThat(file.isOver()).contains(Restart.REPLACED);
        assertThat(file.rest().text()).isEqualTo("without an end");
    }

    @Test
    void deletedFile_isOver_andOneThatIsBackAtOnceIsNot() throws IOException {
        read();
        Path moved = Files.move(path, folder.resolve("elsewhere"));
        assertThat(file.isOver()).isEmpty();
        Files.move(moved, path);
        nanos += FollowedFile.HAND_OVER.toNanos();
        assertThat(file.isOver()).isEmpty();
        assertThat(file.isLastRead()).as("the same file is back").isFalse();

        Files.delete(path);
        assertThat(file.isOver()).isEmpty();
        nanos += FollowedFile.HAND_OVER.toNanos();
        assertThat(file.isOver()).isEmpty();
        assertThat(file.isOver()).contains(Restart.REPLACED);
    }

    @Test
    void whatIsNoFile_isNotOpened() {
        assertThatThrownBy(() -> FollowedFile.open(folder, MOST, () -> nanos))
                .isInstanceOf(FileSystemException.class)
                .hasMessageEndingWith("it is a directory");
        assertThatThrownBy(() -> FollowedFile.open(folder.resolve("none"), MOST, () -> nanos))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> FollowedFile.open(Path.of("/dev/zero"), MOST, () -> nanos))
                .hasMessageEndingWith("it is no regular file");
    }
}
