package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class GzipTest {

    private static final int MAX = 1_000_000;

    @Test
    void inflatedBytes_areThoseThatWereCompressed() throws GzipException {
        for (int size : new int[] {0, 1, 511, 8_192, MAX}) {
            byte[] bytes = new byte[size];
            new SplittableRandom(size).nextBytes(bytes);
            byte[] compressed = gzip(bytes);

            assertThat(Gzip.isGzip(compressed, 0, compressed.length)).isTrue();
            assertThat(Gzip.inflate(compressed, compressed.length, MAX)).isEqualTo(bytes);
        }
    }

    @Test
    void bytesAfterTheLength_areNotRead() throws GzipException {
        byte[] compressed = gzip("[]".getBytes(StandardCharsets.UTF_8));

        assertThat(Gzip.inflate(Arrays.copyOf(compressed, 1_000), compressed.length, MAX))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("[]");
    }

    @Test
    void severalMembers_areOneText() throws IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(gzip(new byte[] {'['}));
        members.write(gzip(new byte[] {']'}));

        assertThat(Gzip.inflate(members.toByteArray(), members.size(), MAX)).containsExactly('[', ']');
    }

    @Test
    void bomb_isRefusedAtTheLimit() {
        byte[] bomb = gzip(new byte[50 * MAX]);

        assertThatThrownBy(() -> Gzip.inflate(bomb, bomb.length, MAX))
                .isInstanceOf(GzipException.class)
                .hasMessage("inflates to over 1 MB");
    }

    @Test
    void everyCutAndEveryFlippedByte_isRefusedOrHarmless() {
        byte[] text = "[{\"order_id\":\"1\",\"sale_price\":12.5}]".getBytes(StandardCharsets.UTF_8);
        byte[] good = gzip(text);
        for (int i = 0; i < good.length; i++) {
            int length = i;
            assertThatThrownBy(() -> Gzip.inflate(good, length, MAX))
                    .as("cut at %d", i)
                    .isInstanceOf(GzipException.class);

            byte[] flipped = good.clone();
            flipped[i] ^= 0x40;
            try {
                assertThat(Gzip.inflate(flipped, flipped.length, MAX))
                        .as("byte %d", i)
                        .isEqualTo(text);
            } catch (GzipException e) {
                assertThat(e).hasMessage("is not valid gzip");
            }
        }
    }

    @Test
    void otherBytes_areNoGzip() {
        assertThat(Gzip.isGzip("[]".getBytes(StandardCharsets.UTF_8), 0, 2)).isFalse();
        assertThat(Gzip.isGzip(new byte[] {0x1F, (byte) 0x8B}, 0, 1)).isFalse();
        assertThat(Gzip.isGzip(new byte[0], 0, 0)).isFalse();
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
