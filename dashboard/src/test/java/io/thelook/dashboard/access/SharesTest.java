package io.thelook.dashboard.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.service.start.SecretText;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tokens in links that share a view. */
class SharesTest {

    private static final Instant END = Instant.parse("2026-12-24T18:00:00Z");
    private static final String SECRET = "a secret of thirty-two characters";

    private final Shares shares = new Shares(Optional.of(SecretText.of(SECRET)));

    @ParameterizedTest
    @CsvSource({
        "'', false",
        "'', true",
        "window=5&country=Japan, false",
        "country=C%C3%B4te+d%27Ivoire, true",
        "wpwp, true"
    })
    void read_givesBackWhatWasShared(String query, boolean isWall) {
        Share share = new Share(query, isWall, END);

        String token = shares.token(share);

        assertThat(token).matches("[A-Za-z0-9_-]+");
        assertThat(shares.read(token)).contains(share);
        assertThat(new Shares(Optional.of(SecretText.of(SECRET))).read(token)).contains(share);
    }

    @Test
    void longestQuery_fitsIntoTheAddress() {
        Share share = new Share("x".repeat(Shares.LONGEST_QUERY), true, END);

        assertThat(shares.token(share).length() + share.address().length()).isLessThan(4_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "x", "aAAAA", "a====", "a.", "ä", "b0"})
    void read_somethingElse(String token) {
        assertThat(shares.read(token)).isEmpty();
    }

    @Test
    void read_anotherSecret() {
        String token = shares.token(new Share("", false, END));

        assertThat(new Shares(Optional.of(SecretText.of(SECRET + "!"))).read(token))
                .isEmpty();
        assertThat(new Shares(Optional.empty()).read(token)).isEmpty();
    }

    /** Any changed byte, a cut or a longer text. */
    @Test
    void read_aChangedToken() {
        String token = shares.token(new Share("country=Japan", false, END));
        byte[] bytes = Base64.getUrlDecoder().decode(token.substring(1));
        Random random = new Random(1);
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= (byte) (1 + random.nextInt(255));
            assertThat(shares.read("a" + Base64.getUrlEncoder().withoutPadding().encodeToString(changed)))
                    .isEmpty();
            assertThat(shares.read(token.substring(0, i))).isEmpty();
        }
        assertThat(shares.read(token + "AAAA")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', false, ''", "'', true, kiosk", "window=5, false, window=5", "window=5, true, window=5&kiosk"})
    void address_isThatOfThePage(String query, boolean isWall, String address) {
        assertThat(new Share(query, isWall, END).address()).isEqualTo(address);
    }
}
