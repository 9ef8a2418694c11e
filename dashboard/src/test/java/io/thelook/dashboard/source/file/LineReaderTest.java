package io.thelook.dashboard.source.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.source.MessageText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {

    private static final int MOST = 1_000;
    private static final int RUNS = 500;

    /** Lines, and parts of lines, each in Latin 1: what is not ASCII is made of bytes. */
    private static final List<String> PIECES = List.of(
            "\n",
            "\n",
            "\n",
            "\r\n",
            "\r",
            " ",
            "\t",
            "{}",
            "{\"order_id\":\"1\"}",
            latin("ü€😀"),
            latin("\uFEFF"),
            latin("\uFFFD"),
            "\u00E9",
            "\u00F0\u009F",
            "\u0000",
            "x".repeat(MOST - 1),
            "x".repeat(MOST),
            "x".repeat(3 * MOST));

    /** Gives some of the bytes with each read, and the rest later. */
    private static final class Growing implements ReadableByteChannel {

        private byte[] bytes;
        private final IntUnaryOperator part;
        private int given;

        private Growing(byte[] bytes, IntUnaryOperator part) {
            this.bytes = bytes;
            this.part = part;
        }

        private void append(byte[] more) {
            bytes = Arrays.copyOf(bytes, bytes.length + more.length);
            System.arraycopy(more, 0, bytes, bytes.length - more.length, more.length);
        }

        @Override
        public int read(ByteBuffer into) {
            int number = part.applyAsInt(Math.min(into.remaining(), bytes.length - given));
            into.put(bytes, given, number);
            given += number;
            return number == 0 ? -1 : number;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Has nothing to close.
        }
    }

    private static String latin(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    private static String words(Line line) {
        return line.refusal() == null ? line.text() : "! " + line.refusal().label();
    }

    /** What a reader gives until there is no more at the moment. */
    private static List<String> read(LineReader reader) throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            for (Line line = reader.next(); line != null; line = reader.next()) {
                lines.add(words(line));
            }
        } while (reader.fill());
        return lines;
    }

    private static List<String> read(String text) throws IOException {
        return read(new LineReader(new Growing(text.getBytes(UTF_8), most -> most), MOST));
    }

    /** The same, with the line that has no end, by splitting all bytes at once. */
    private static List<String> naive(byte[] bytes) {
        List<String> lines = new ArrayList<>();
        int number = 0;
        for (String latin : new String(bytes, ISO_8859_1).split("\n", -1)) {
            byte[] line = latin.getBytes(ISO_8859_1);
            if (line.length > MOST) {
                lines.add("! too long");
            } else {
                String text = decoded(line).replaceFirst("\r$", "");
                text = number == 0 ? text.replaceFirst("^\uFEFF", "") : text;
                lines.addAll(text.isBlank() ? List.of() : List.of(text));
            }
            number++;
        }
        return lines;
    }

    private static String decoded(byte[] line) {
        try {
            return MessageText.utf8(line);
        } catch (CharacterCodingException e) {
            return "! not utf-8";
        }
    }

    @Test
    void lines_areThoseOfTheWhole_whereverItIsCut() throws IOException {
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            byte[] bytes = anything(random);
            int most = 1 + random.nextInt(seed % 2 == 0 ? 5 : 5_000);
            LineReader reader =
                    new LineReader(new Growing(bytes, left -> Math.min(left, 1 + random.nextInt(most))), MOST);

            List<String> lines = read(reader);
            Line rest = reader.rest();
            if (rest != null) {
                lines.add(words(rest));
            }

            assertThat(lines).as("seed %d", seed).isEqualTo(naive(bytes));
            assertThat(reader.taken()).as("seed %d", seed).isEqualTo(bytes.length);
        }
    }

    private static byte[] anything(Random random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = random.nextInt(60); i > 0; i--) {
            bytes.writeBytes(PIECES.get(random.nextInt(PIECES.size())).getBytes(ISO_8859_1));
        }
        return bytes.toByteArray();
    }

    @Test
    void lineWithoutItsEnd_waitsForIt() throws IOException {
        Growing channel = new Growing("a\n{\"b\"".getBytes(UTF_8), most -> most);
        LineReader reader = new LineReader(channel, MOST);
        assertThat(read(reader)).containsExactly("a");
        assertThat(read(reader)).isEmpty();

        channel.append(":1}".getBytes(UTF_8));
        assertThat(read(reader)).isEmpty();
        channel.append("\nc".getBytes(UTF_8));

        assertThat(read(reader)).containsExactly("{\"b\":1}");
        assertThat(words(reader.rest())).isEqualTo("c");
        assertThat(reader.rest()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb\n", "a\r\nb\r\n", "\uFEFFa\nb\n", "\n\n \r\n\ta\n\nb\n\r\n"})
    void endsOfLines_blankLinesAndTheByteOrderMark_areLeftOut(String text) throws IOException {
        assertThat(read(text)).extracting(String::strip).containsExactly("a", "b");
    }

    @Test
    void lineThatIsTooLong_isRefusedOnceAndAtOnce_andTheNextIsRead() throws IOException {
        Growing channel = new Growing("x".repeat(MOST + 1).getBytes(UTF_8), most -> most);
        LineReader reader = new LineReader(channel, MOST);
        assertThat(read(reader)).containsExactly("! too long");

        channel.append("x".repeat(200_000).getBytes(UTF_8));
        assertThat(read(reader)).isEmpty();
        channel.append("\nnext\n".getBytes(UTF_8));

        assertThat(read(reader)).containsExactly("next");
        assertThat(read("x".repeat(MOST) + "\n")).hasSize(1).doesNotContain("! too long");
    }

    @Test
    void lineLongerThanAChunk_isReadWhole() throws IOException {
        String line = "é".repeat(LineReader.CHUNK_BYTES);
        LineReader reader =
                new LineReader(new Growing((line + "\n" + line + "\nx\n").getBytes(UTF_8), most -> most), 200_000);

        assertThat(read(reader)).containsExactly(line, line, "x");
    }

    @Test
    void bytesThatAreNotUtf8_areRefused_andAReplacementCharacterIsNot() throws IOException {
        byte[] bytes = "a\n\u00FF\n".getBytes(ISO_8859_1);

        assertThat(read(new LineReader(new Growing(bytes, most -> most), MOST))).containsExactly("a", "! not utf-8");
        assertThat(read("\uFFFD\n")).containsExactly("\uFFFD");
    }
}
