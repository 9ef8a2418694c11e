package io.thelook.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.service.access.TokenCheck.Outcome;
import io.thelook.service.access.TokenCheck.Result;
import io.thelook.service.start.SecretText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCheckTest {

    private static final String CLIENT = "192.0.2.7";

    private final TokenCheck tokens = new TokenCheck(Optional.of(SecretText.of("open sesame")), () -> 0);

    @ParameterizedTest
    @ValueSource(strings = {"Bearer open sesame", "bearer open sesame", "BEARER open sesame"})
    void header_withTheToken_isRight(String header) {
        assertThat(tokens.header(header, CLIENT)).isEqualTo(new Outcome(Result.RIGHT, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer ",
                "Bearer open",
                "Bearer open sesame ",
                "Bearer  open sesame",
                "Bearer open sesamf",
                "Bearer OPEN SESAME"
            })
    void header_withAnyOther_isWrong(String header) {
        assertThat(tokens.header(header, CLIENT)).isEqualTo(new Outcome(Result.WRONG, 0));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Bearer", "open sesame", "Basic b3BlbiBzZXNhbWU=", "Token open sesame"})
    void header_ofAnotherScheme_isMissing(String header) {
        assertThat(tokens.header(header, CLIENT)).isEqualTo(new Outcome(Result.MISSING, 0));
    }

    /** The server reads a character for each byte; the client sent UTF-8. */
    @Test
    void header_ofATokenWithInternationalLetters_isRight() {
        String token = "Sésam öffne dich 🗝";
        String asRead = new String(token.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(new TokenCheck(Optional.of(SecretText.of(token)), () -> 0)
                        .header("Bearer " + asRead, CLIENT)
                        .result())
                .isEqualTo(Result.RIGHT);
        assertThat(new TokenCheck(Optional.of(SecretText.of(token)), () -> 0)
                        .text(token, CLIENT)
                        .result())
                .isEqualTo(Result.RIGHT);
    }

    @ParameterizedTest
    @CsvSource({"RIGHT, open sesame", "WRONG, open barley", "WRONG, ''", "MISSING,"})
    void text_isCompared(Result result, String text) {
        assertThat(tokens.text(text, CLIENT).result()).isEqualTo(result);
    }

    @Test
    void wrongTokens_areLimited_missingOnesAreNot() {
        for (int i = 0; i < 100; i++) {
            assertThat(tokens.header(null, CLIENT).result()).isEqualTo(Result.MISSING);
        }
        for (int i = 0; i < AttemptLimit.BURST; i++) {
            tokens.header("Bearer guess " + i, CLIENT);
        }

        assertThat(tokens.header("Bearer open sesame", CLIENT)).isEqualTo(new Outcome(Result.LIMITED, 6));
        assertThat(tokens.text("open sesame", CLIENT)).isEqualTo(new Outcome(Result.LIMITED, 6));
        assertThat(tokens.text("open sesame", "192.0.2.8").result()).isEqualTo(Result.RIGHT);
    }

    @Test
    void withoutAConfiguredToken_aRandomOneIsMadeOnce() {
        TokenCheck made = new TokenCheck(Optional.empty(), () -> 0);

        assertThat(made.isConfigured()).isFalse();
        assertThat(made.token()).matches("[A-Za-z0-9_-]{32}").isEqualTo(made.token());
        assertThat(made.text(made.token(), CLIENT).result()).isEqualTo(Result.RIGHT);
        assertThat(new TokenCheck(Optional.empty(), () -> 0).token()).isNotEqualTo(made.token());
    }
}
