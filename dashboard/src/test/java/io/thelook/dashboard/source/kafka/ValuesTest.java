package io.thelook.dashboard.source.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thelook.dashboard.source.RecordSource.Entry;
import io.thelook.dashboard.source.RecordSource.Place;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    private static final Place PLACE = new Place(2, 7, 1_741_051_200_000L);
    private static final int MAX = 100;

    private final Values values = new Values(MAX);

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[1, \"é\"]", "\"žluť\"", "\"\uD83D\uDE00\"", "\"\uFFFD by right\""})
    void text_isPassedOn(String text) throws Exception {
        assertThat(values.entry(null, bytes(text), false, PLACE)).isEqualTo(new Entry(null, text, false, PLACE));
        assertThat(values.entry(null, gzip(text), false, PLACE)).isEqualTo(new Entry(null, text, false, PLACE));
    }

    @Test
    void partOfALargerBuffer_isReadAlone() throws Exception {
        ByteBuffer part = ByteBuffer.wrap("xx{}yy".getBytes(UTF_8), 2, 2).slice();

        assertThat(values.entry(null, part, false, PLACE).text()).isEqualTo("{}");
    }

    @Test
    void bytesThatAreNotUtf8_areRefused() {
        assertRefused(Refusal.NOT_UTF8, ByteBuffer.wrap("{\"é\"}".getBytes(ISO_8859_1)));
        assertRefused(Refusal.NOT_UTF8, ByteBuffer.wrap(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}));
        assertRefused(Refusal.NOT_UTF8, ByteBuffer.wrap(new byte[] {0, 0, 0, 0, 1, (byte) 0xfe}));
    }

    @Test
    void valueOverTheLimit_isRefused_andSoIsOneThatInflatesToMore() throws Exception {
        assertThat(values.entry(null, bytes("a".repeat(MAX)), false, PLACE).text())
                .hasSize(MAX);
        assertThat(values.entry(null, gzip("a".repeat(MAX)), false, PLACE).text())
                .hasSize(MAX);

        assertRefused(Refusal.TOO_LONG, bytes("a".repeat(MAX + 1)));
        assertRefused(Refusal.TOO_LONG, gzip("a".repeat(MAX + 1)));
        assertRefused(Refusal.TOO_LONG, gzip("a".repeat(1_000_000)));
    }

    @Test
    void brokenGzip_isRefused() throws IOException {
        byte[] whole = gzip("{\"order_id\": 1}").array();

        assertRefused(Refusal.BROKEN_GZIP, ByteBuffer.wrap(Arrays.copyOf(whole, whole.length - 9)));
        assertRefused(Refusal.BROKEN_GZIP, ByteBuffer.wrap(new byte[] {0x1f, (byte) 0x8b}));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"o-1 | o-1", "\"o-1\" | o-1", "17 | 17", "\"a\\\"b\" | a\"b", "žluť | žluť"})
    void tombstone_removesTheOrderInItsKey(String key, String orderId) throws Exception {
        assertThat(values.entry(bytes(key), null, false, PLACE)).isEqualTo(new Entry(orderId, null, false, PLACE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\"\"", "\"open", "\"a\" 1"})
    void tombstoneWithoutAnOrder_isRefused(String key) {
        assertThatThrownBy(() -> values.entry(bytes(key), null, false, PLACE)).hasMessage(Refusal.NO_KEY.words());
        assertThatThrownBy(() -> values.entry(null, null, false, PLACE)).hasMessage(Refusal.NO_KEY.words());
    }

    private void assertRefused(Refusal refusal, ByteBuffer value) {
        assertThatThrownBy(() -> values.entry(null, value, false, PLACE))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.refusal())
                        .isEqualTo(refusal));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    static ByteBuffer gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zipping = new GZIPOutputStream(bytes)) {
            zipping.write(text.getBytes(UTF_8));
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }
}
