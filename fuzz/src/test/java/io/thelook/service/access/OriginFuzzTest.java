package io.thelook.service.access;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thelook.fuzz.Expect;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** The value of Origin, and ALLOWED_ORIGINS after a newline. */
@Timeout(10)
@Tag("slow")
class OriginFuzzTest {

    private static final List<String> HOSTS = List.of("Shop.example:3000");

    private final Origins.FromText converter = new Origins.FromText();

    @FuzzTest
    void origins(byte[] input) {
        String[] lines = Expect.text(input).split("\n", 2);
        String origin = lines[0];

        if (Origins.OWN.allows(origin, HOSTS)) {
            Expect.that(
                    origin.toLowerCase(Locale.ROOT).endsWith("://shop.example:3000"),
                    "a page of another site: " + origin);
        }
        if (lines.length == 2) {
            try {
                Origins given = converter.convert(lines[1]);
                given.allows(origin, HOSTS);
                if (lines[1].strip().matches("https://[a-z0-9.]+")) {
                    Expect.that(given.allows(lines[1].strip(), List.of()), "not allowed although it is listed");
                    Expect.that(!given.allows(lines[1].strip() + "x", List.of()), "allowed although it is not listed");
                }
            } catch (IllegalArgumentException e) {
                Expect.refusal(e.getMessage(), 200);
            }
        }
    }
}
