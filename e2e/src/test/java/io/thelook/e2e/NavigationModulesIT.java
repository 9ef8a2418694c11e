package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pure functions behind links, reasons, reloads and chips, in the browser but without the page. */
class NavigationModulesIT {

    private static PageModules modules;
    private static Page page;

    @BeforeAll
    static void load() {
        modules = new PageModules();
        page = modules.openWith("app", "query", "unreachable");
        page.evaluate("""
                async () => {
                  window.connect = await import('/app/panels/connect.js');
                  window.ask = await import('/app/panels/ask.js');
                  window.renewal = await import('/app/panels/renewal.js');
                }""");
    }

    @AfterAll
    static void close() {
        modules.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'', false",
        "?kiosk&theme=dark, false",
        "?window=5, true",
        "?window=7, false",
        "?not.item_status=Cancelled, true",
        "?at=1741051190000, true",
        "?at=, false"
    })
    void link_saysWhatToShow(String search, boolean expected) {
        assertThat(page.evaluate("search => query.isLink(search)", search)).isEqualTo(expected);
    }

    /** The address, then a link that is opened, then the stored choice, then a link that is reloaded, then the server. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,     false, true,  -,     false, false",
                "-,     false, true,  -,     true,  true",
                "-,     false, true,  true,  false, true",
                "-,     true,  true,  -,     false, true",
                "-,     true,  true,  false, false, true",
                "-,     true,  false, false, false, false",
                "-,     true,  false, -,     false, true",
                "false, true,  true,  true,  true,  false",
                "true,  false, false, false, false, true"
            })
    void page_connects(
            String inAddress, boolean isLink, boolean isOpened, String chosen, String byServer, boolean expected) {
        assertThat(page.evaluate("""
                        ([inAddress, isLink, isOpened, chosen, byServer]) =>
                          connect.isWanted({ inAddress, isLink, isOpened, chosen, byServer })""", Arrays.asList(inAddress, isLink, isOpened, chosen, byServer)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "basic          | 503 | {\"state\":\"full\",\"most\":10000} | 1 | Dashboard full | The dashboard is full (10,000 viewers).",
                "basic          | 503 | {\"state\":\"full\",\"most\":1}     | 1 | Dashboard full | The dashboard is full (1 viewer).",
                "basic          | 503 | {\"state\":\"stopping\"}            | 1 | Connection lost | The dashboard is restarting.",
                "basic          | 401 | null                              | 1 | Sign in again | Your sign-in has ended.",
                "basic          | 403 | {\"state\":\"foreign\"}             | 1 | Connection lost | The dashboard does not know this address. Its proxy must pass the Host, or ALLOWED_ORIGINS must name it.",
                "basic          | 403 | {}                                | 1 | Sign in again | Your sign-in has ended.",
                "opaqueredirect | 0   | null                              | 1 | Sign in again | Your sign-in has ended.",
                "basic          | 502 | null                              | 1 | Connection lost | The proxy does not reach the dashboard (status 502).",
                "basic          | 503 | null                              | 1 | Connection lost | The proxy does not reach the dashboard (status 503).",
                "basic          | 429 | null                              | 1 | Connection lost | The server limits the number of requests.",
                "basic          | 429 | {\"state\":\"busy\"}                | 1 | Connection lost | The server limits the number of requests.",
                "basic          | 503 | {\"error\":\"too many requests\"}   | 1 | Connection lost | The server limits the number of requests.",
                "basic          | 410 | {\"error\":\"the link has ended\"}  | 1 | Link ended | This link has ended. Ask for a new one.",
                "basic          | 404 | {\"error\":\"no such link\"}        | 1 | Link ended | This link has ended. Ask for a new one.",
                "basic          | 404 | null                              | 1 | Connection lost | There is no dashboard at this address (status 404).",
                "basic          | 200 | null                              | 1 | Connection lost | The dashboard is not reachable.",
                "basic          | 200 | {\"state\":\"open\"}                | 2 | Connection lost | The dashboard is not reachable.",
                "basic          | 200 | {\"state\":\"open\"}                | 3 | Connection lost | The dashboard answers, but its WebSocket does not open. Check the proxy between them."
            })
    void response_givesTheReason(String type, int status, String body, int attempt, String word, String what) {
        assertThat(page.evaluate("""
                        ([type, status, body, attempt]) =>
                          unreachable.words(unreachable.read(type, status, JSON.parse(body)), attempt)""", List.of(type, status, body, attempt)))
                .isEqualTo(Map.of("word", word, "what", what));
    }

    @Test
    void reasonThatIsNotKnownYet_isNotReachable() {
        assertThat(page.evaluate("() => unreachable.words(null, 1).what")).isEqualTo("The dashboard is not reachable.");
    }

    @ParameterizedTest
    @CsvSource(
            value = {"'', true", "1000000, false", "400001, false", "400000, true", "1600000, true", "rubbish, false"})
    void wallDisplay_reloadsAtMostOnceInTenMinutes(String last, boolean expected) {
        assertThat(page.evaluate("last => renewal.mayReload(last === '' ? null : last, 1000000)", last))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"b, 1, 1", "a, 2, 0", "x, 0, 0", "x, 2, 2", "x, 3, 2"})
    void focus_staysOrGoesToTheNextChipOrTheLast(String key, int position, int expected) {
        assertThat(page.evaluate("([key, at]) => ask.focusAfter(['a', 'b', 'c'], key, at)", List.of(key, position)))
                .isEqualTo(expected);
        assertThat(page.evaluate("([key, at]) => ask.focusAfter([], key, at)", List.of(key, position)))
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "item_status, Cancelled, true, Not cancelled",
        "item_status, Cancelled, false, Status: Cancelled",
        "country, Brasil, false, Country: Brasil",
        "country, Brasil, true, Country: not Brasil",
        "gender, F, false, Gender: Women"
    })
    void chip_isNaturalEnglish(String property, String value, boolean not, String expected) {
        assertThat(page.evaluate("([p, v, not]) => ask.chipWords(p, v, not).join('')", List.of(property, value, not)))
                .isEqualTo(expected);
    }
}
