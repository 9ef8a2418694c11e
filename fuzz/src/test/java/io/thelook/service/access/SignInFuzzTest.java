package io.thelook.service.access;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thelook.fuzz.Expect;
import io.thelook.service.start.SecretText;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** The header Authorization, and the path to return to after a newline. */
@Timeout(10)
@Tag("slow")
class SignInFuzzTest {

    private static final String TOKEN = "t0k3n-of-this-test";

    @FuzzTest
    void requests(byte[] input) {
        String[] lines = new String(input, StandardCharsets.ISO_8859_1).split("\n", 2);
        TokenCheck check = new TokenCheck(Optional.of(SecretText.of(TOKEN)), () -> 0);

        TokenCheck.Result result = check.header(lines[0], "10.0.0.7").result();
        if (result == TokenCheck.Result.RIGHT) {
            Expect.that(lines[0].regionMatches(true, 0, "Bearer " + TOKEN, 0, 7) && lines[0].endsWith(TOKEN), lines[0]);
            Expect.equal(lines[0].length(), 7 + TOKEN.length());
        }
        Expect.equal(check.header("bearer " + TOKEN, "10.0.0.7").result(), TokenCheck.Result.RIGHT);
        if (lines.length == 2) {
            String path = ReturnPath.of(lines[1]);
            Expect.that(path.matches("/[!-~]*") && !path.contains("\\"), path);
            Expect.that(!path.startsWith("//"), path);
            if (path.matches("[\\w/?=&.-]*")) {
                Expect.equal(
                        URI.create("https://own.example/signin")
                                .resolve("." + path)
                                .getHost(),
                        "own.example");
            }
        }
    }
}
