package io.thelook.service.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class DeflateTest {

    private static byte[] random(Random random, int length, int values) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(values);
        }
        return bytes;
    }

    @Test
    void whatIsCompressed_isDecompressed_whateverItIs() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] message = random(random, random.nextInt(i < 50 ? 300_000 : 600), 1 + random.nextInt(256));

            byte[] compressed = Deflate.compress(message, null);

            assertThat(Deflate.decompress(compressed, message.length)).isEqualTo(message);
            if (message.length > 0) {
                assertThat(Deflate.decompress(compressed, message.length - 1)).isNull();
            }
        }
    }

    @Test
    void bomb_isNotInflatedBeyondTheLimit() throws Exception {
        byte[] bomb = Deflate.compress(new byte[100_000_000], null);

        assertThat(bomb.length).isLessThan(1_000_000);
        assertThat(Deflate.decompress(bomb, 16_384)).isNull();
    }

    @Test
    void payloadWithAFinalBlock_isDecompressed() throws Exception {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput("a message".getBytes(UTF_8));
        deflater.finish();
        byte[] payload = new byte[100];
        int length = deflater.deflate(payload);
        deflater.end();

        assertThat(Deflate.decompress(java.util.Arrays.copyOf(payload, length), 100))
                .asString(UTF_8)
                .isEqualTo("a message");
    }

    @Test
    void otherBytes_areRefused_andTheNextMessageIsNot() throws Exception {
        assertThatThrownBy(() -> Deflate.decompress(new byte[] {-1, -1, -1, -1}, 100))
                .isInstanceOf(DataFormatException.class);

        assertThat(Deflate.decompress(Deflate.compress("next".getBytes(UTF_8), null), 100))
                .asString(UTF_8)
                .isEqualTo("next");
    }

    @Test
    void anyBytes_endInAMessageOrARefusal() {
        Random random = new Random(2);
        int messages = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] payload = random(random, random.nextInt(40), 256);
            try {
                byte[] message = Deflate.decompress(payload, 1_000);
                messages += message == null ? 0 : 1;
                assertThat(message == null || message.length <= 1_000).isTrue();
            } catch (DataFormatException e) {
                // As it should be.
            }
        }
        assertThat(messages).isPositive();
    }
}
