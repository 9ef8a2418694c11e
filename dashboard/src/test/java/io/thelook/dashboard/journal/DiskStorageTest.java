package io.thelook.dashboard.journal;

import static io.thelook.dashboard.journal.JournalFixture.append;
import static io.thelook.dashboard.journal.JournalFixture.replay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskStorageTest {

    @TempDir
    Path parent;

    @Test
    void folder_isCreatedAndKept() throws Exception {
        Path folder = parent.resolve("data/journal");
        try (Journal journal = open(folder)) {
            append(journal, "a", "b".repeat(900), "c".repeat(900));
        }

        try (Journal journal = open(folder)) {
            append(journal, "d");
            assertThat(replay(journal)).containsExactly("a", "b".repeat(900), "c".repeat(900), "d");
        }
        assertThat(new DiskStorage(folder).list()).hasSize(4).containsKey("lock");
    }

    @Test
    void folderInUse_isRefused_andStaysInUse() throws Exception {
        try (Journal journal = open(parent)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> open(parent))
                        .isInstanceOf(IOException.class)
                        .hasMessage("cannot keep the journal in " + parent
                                + ": another dashboard uses it; set DATA_DIR to a separate folder");
            }
            append(journal, "still in use");
        }
        open(parent).close();
    }

    @Test
    void aFileInPlaceOfTheFolder_isRefused() throws Exception {
        Path file = Files.createFile(parent.resolve("file"));

        assertThatThrownBy(() -> open(file))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot keep the journal in " + file + ": it is not a folder");
        assertThatThrownBy(() -> open(file.resolve("journal")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot keep the journal in " + file + "/journal: ")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aFolderThatMayNotBeWritten_isRefused() throws Exception {
        Path folder = Files.createDirectory(
                parent.resolve("readonly"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        assumeThat(Files.isWritable(folder)).as("root may").isFalse();

        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot keep the journal in " + folder + ": permission denied");
        assertThatThrownBy(() -> open(folder.resolve("journal")))
                .hasMessage("cannot keep the journal in " + folder.resolve("journal") + ": permission denied");
    }

    private static Journal open(Path folder) throws IOException {
        return Journal.open(
                new JournalSettings(folder, 1 << 20, 1_000, 900, 100, 50_000, Duration.ofHours(1)),
                InstantSource.system());
    }
}
