package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FeedHelloTest {

    @Test
    void secrets_areLeftOutOfWordsButNamesOfFieldsAreNot() {
        FeedHello hello = FeedHello.parse("{\"op\": \"subscribe\", \"api_key\" : \"k3y+/9==\", \"id\": 123456}");
        Secrets secrets = new Secrets(hello.secrets());

        assertThat(secrets.removedFrom("api_key k3y+/9== of 123456 is not valid"))
                .isEqualTo("api_key … of … is not valid");
        assertThat(hello.toString()).doesNotContain("k3y");
    }

    @Test
    void length_isLimited() {
        assertThat(FeedHello.parse("x".repeat(4_096)).text()).hasSize(4_096);

        assertThatThrownBy(() -> FeedHello.parse(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FeedHello.parse("x".repeat(4_097)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a message of at most 4096 characters");
    }
}
