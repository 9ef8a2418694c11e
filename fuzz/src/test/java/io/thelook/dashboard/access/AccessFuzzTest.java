package io.thelook.dashboard.access;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thelook.fuzz.Expect;
import io.thelook.service.start.SecretText;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Links that share a view, and the list of users. */
@Timeout(10)
@Tag("slow")
class AccessFuzzTest {

    private static final Shares SHARES = new Shares(Optional.of(SecretText.of("a secret of thirty-two characters")));
    private static final Instant END = Instant.parse("2026-12-24T18:00:00Z");

    @FuzzTest
    void linksAndUsers(byte[] input) {
        String text = Expect.text(input);
        Expect.that(SHARES.read(text).isEmpty(), "a link that nobody has signed: " + text);
        Share share = new Share(text, text.length() % 2 == 0, END);
        Expect.equal(SHARES.read(SHARES.token(share)), Optional.of(share));
        try {
            Users users = Users.parse(text);
            Expect.that(users.size() > 0 && users.size() <= Users.MOST, text);
        } catch (IllegalArgumentException e) {
            Expect.refusal(e.getMessage(), 200);
        }
    }
}
