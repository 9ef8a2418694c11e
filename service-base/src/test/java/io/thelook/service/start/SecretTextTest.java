package io.thelook.service.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret in a message. */
class SecretTextTest {

    @Test
    void toString_doesNotShowIt() {
        SecretText secret = SecretText.of("geheim");

        assertThat("token " + secret).isEqualTo("token (not shown)");
        assertThat(String.format("%s", secret)).isEqualTo("(not shown)");
        assertThat(secret.value()).isEqualTo("geheim");
    }

    @ParameterizedTest
    @ValueSource(strings = {"geheim", "geheim und lang", "geheim-ä-geheim", "geheim\ngeheim"})
    void tokenOfAHeader_thatCannotBeOne_isRefusedWithoutShowingIt(String text) {
        assertThatThrownBy(() -> new SecretText.OfHeader().convert(text))
                .hasMessage("expected 8 to 1,000 visible ASCII characters without spaces");
    }
}
