package io.thelook.dashboard.source.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.source.RecordSource.Entry;
import io.thelook.dashboard.source.RecordSource.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineBatchTest {

    private static final int MOST = 3_000_000;

    @TempDir
    private Path folder;

    private final List<Refusal> refused = new ArrayList<>();

    private FollowedFile file(String content) throws IOException {
        return FollowedFile.open(Files.writeString(folder.resolve("orders"), content), MOST, System::nanoTime);
    }

    private LineBatch read(FollowedFile file, boolean isHistory) throws IOException {
        LineBatch batch = new LineBatch(Place.at(7), refused::add);
        batch.read(file, isHistory);
        return batch;
    }

    @Test
    void lines_areLimited() throws IOException {
        try (FollowedFile file = file("1\n".repeat(LineBatch.MOST_LINES + 1))) {
            LineBatch first = read(file, false);
            assertThat(first.entries()).hasSize(LineBatch.MOST_LINES);
            assertThat(first.isAtEnd()).isFalse();

            LineBatch second = read(file, false);
            assertThat(second.entries()).containsExactly(new Entry(null, "1", false, Place.at(7)));
            assertThat(second.isAtEnd()).isTrue();
        }
    }

    @Test
    void characters_areLimited() throws IOException {
        try (FollowedFile file = file(("x".repeat(MOST) + "\n").repeat(3))) {
            assertThat(read(file, false).entries()).hasSize(2);
            assertThat(read(file, false).entries()).hasSize(1);
        }
    }

    @Test
    void bytes_areLimited_evenIfTheyGiveNoLine() throws IOException {
        try (FollowedFile file = file("\n".repeat(20_000_000) + "1\n")) {
            assertThat(read(file, false).isAtEnd()).isFalse();
            assertThat(read(file, false).entries()).hasSize(1);
        }
    }

    @Test
    void refusedLines_countToTheLimit() throws IOException {
        try (FollowedFile file = file("x".repeat(MOST + 1) + "\n1\n")) {
            LineBatch batch = read(file, false);

            assertThat(batch.lines()).isEqualTo(2);
            assertThat(batch.entries()).hasSize(1);
            assertThat(refused).containsExactly(Refusal.TOO_LONG);
        }
    }

    @Test
    void history_endsWhereTheFileEndedAtFirst() throws IOException {
        try (FollowedFile file = file("1\n2\n")) {
            Files.writeString(folder.resolve("orders"), "3\n", StandardOpenOption.APPEND);

            LineBatch history = read(file, true);

            assertThat(history.entries()).extracting(Entry::text).containsExactly("1", "2");
            assertThat(history.isAtEnd()).isFalse();
            assertThat(read(file, false).entries()).extracting(Entry::text).containsExactly("3");
        }
    }
}
