package io.thelook.dashboard.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    private static final int MOST = 1_000_000;

    private static List<String> lines(String text) throws IOException {
        LineReader reader = new LineReader(new ByteArrayInputStream(text.getBytes(UTF_8)), MOST);
        List<String> lines = new ArrayList<>();
        for (String line = reader.read(); line != null; line = reader.read()) {
            lines.add(line);
        }
        return lines;
    }

    @Test
    void lines_areReadWhole_whereverTheBufferEnds() throws IOException {
        String long1 = "é".repeat(50_000);
        String long2 = "x".repeat(65_535);

        assertThat(lines("")).isEmpty();
        assertThat(lines("\n")).containsExactly("");
        assertThat(lines("a\n\nb\n")).containsExactly("a", "", "b");
        assertThat(lines("a\nb")).containsExactly("a", "b");
        assertThat(lines(long1 + "\n" + long2 + "\n" + long2 + "\n")).containsExactly(long1, long2, long2);
    }

    @Test
    void lineThatIsTooLong_isRefused() throws IOException {
        assertThat(lines("x".repeat(MOST) + "\n")).hasSize(1);
        assertThatThrownBy(() -> lines("a\n" + "x".repeat(MOST + 1)))
                .isInstanceOf(IOException.class)
                .hasMessage("a line of the past is longer than 1 MB");
    }
}
