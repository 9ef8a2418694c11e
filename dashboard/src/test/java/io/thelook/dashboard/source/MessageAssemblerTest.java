package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageAssemblerTest {

    private final MessageAssembler assembler = new MessageAssembler(1_000);

    @Test
    void message_isTheSameHoweverItIsSplit() throws IOException {
        String text = "[{\"country\":\"Österreich\"},{\"country\":\"日本\"},{\"flag\":\"🇫🇷\"},\"\uFFFD\"]";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int from = 0;
            while (random.nextInt(6) > 0) {
                int to = from + random.nextInt(bytes.length - from + 1);
                assembler.add(buffer(bytes, from, to));
                from = to;
            }

            assertThat(assembler.finish(buffer(bytes, from, bytes.length)))
                    .as("seed %d", seed)
                    .isEqualTo(text);
        }
    }

    /** Vert.x lost a message whose first frame was empty. */
    @Test
    void emptyFirstFrame_losesNothing() throws IOException {
        assembler.add(Unpooled.EMPTY_BUFFER);

        assertThat(assembler.finish(Unpooled.copiedBuffer("[]", StandardCharsets.UTF_8)))
                .isEqualTo("[]");
        assertThat(assembler.finish(Unpooled.EMPTY_BUFFER)).isEmpty();
    }

    @Test
    void limit_isOnTheWholeMessage() throws IOException {
        ByteBuf half = Unpooled.wrappedBuffer(new byte[500]);
        assertThat(assembler.isTooLong(Unpooled.wrappedBuffer(new byte[1_000]))).isFalse();
        assertThat(assembler.isTooLong(Unpooled.wrappedBuffer(new byte[1_001]))).isTrue();

        assembler.add(half);
        assertThat(assembler.isTooLong(half)).isFalse();
        assertThat(assembler.isTooLong(Unpooled.wrappedBuffer(new byte[501]))).isTrue();

        assertThat(assembler.finish(half)).hasSize(1_000);
        assertThat(assembler.isTooLong(half)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "5b22c32822", "c3", "eda080", "f8888080"})
    void bytesThatAreNotUtf8_areRefusedAndForgotten(String hex) throws IOException {
        byte[] bytes = new BigInteger("01" + hex, 16).toByteArray();

        assertThatThrownBy(() -> assembler.finish(buffer(bytes, 1, bytes.length)))
                .isInstanceOf(CharacterCodingException.class);
        assembler.add(buffer(bytes, 1, bytes.length));
        assertThatThrownBy(() -> assembler.finish(Unpooled.EMPTY_BUFFER)).isInstanceOf(CharacterCodingException.class);

        assertThat(assembler.finish(Unpooled.copiedBuffer("[]", StandardCharsets.UTF_8)))
                .isEqualTo("[]");
    }

    private static ByteBuf buffer(byte[] bytes, int from, int to) {
        return Unpooled.copiedBuffer(bytes, from, to - from);
    }
}
