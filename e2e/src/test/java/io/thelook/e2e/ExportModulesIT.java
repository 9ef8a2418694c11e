package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pure modules for times, names of files, and downloads, in the browser but without the page. */
class ExportModulesIT {

    private static PageModules modules;

    @BeforeAll
    static void start() {
        modules = new PageModules();
    }

    @AfterAll
    static void close() {
        modules.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tz=UTC                     | 2026-11-26T07:30:12Z | 2026-11-26T07:29:59Z | 07:29:59",
                "tz=UTC                     | 2026-11-26T00:03:00Z | 2026-11-25T23:59:59Z | Nov 25, 23:59:59",
                "tz=UTC                     | 2027-01-01T00:03:00Z | 2026-12-31T23:59:59Z | Dec 31, 2026, 23:59:59",
                "tz=Europe/Berlin           | 2026-11-26T00:03:00Z | 2026-11-25T23:59:59Z | 00:59:59",
                "tz=Asia/Kathmandu          | 2026-11-25T18:20:00Z | 2026-11-25T18:14:59Z | Nov 25, 23:59:59",
                "tz=Asia/Kathmandu          | 2026-11-25T18:20:00Z | 2026-11-25T18:15:00Z | 00:00:00",
                "tz=Asia/Tokyo&locale=de-DE | 2026-11-25T15:20:00Z | 2026-11-25T14:59:59Z | 25. Nov., 23:59:59"
            })
    void time_ofAnotherDayInItsZone_hasTheDate(String search, String now, String at, String expected) {
        try (Page page = modules.open(search)) {
            assertThat(page.evaluate("""
                            async ([now, at]) => {
                              Date.now = () => Date.parse(now);
                              return (await import('/app/times.js')).time(Date.parse(at));
                            }""", List.of(now, at))).isEqualTo(expected);
        }
    }

    @Test
    void day_thatEndsWhileThePageIsOpen_isYesterday() {
        try (Page page = modules.open("tz=UTC")) {
            assertThat(page.evaluate("""
                            async () => {
                              const at = Date.UTC(2026, 10, 25, 23, 59, 59);
                              Date.now = () => at;
                              const { time, today } = await import('/app/times.js');
                              const before = [today(), time(at)];
                              Date.now = () => at + 1000;
                              return [...before, today(), time(at)].join(' | ');
                            }""")).isEqualTo("2026-11-25 | 23:59:59 | 2026-11-26 | Nov 25, 23:59:59");
        }
    }

    @Test
    void zone_isShownInShort() {
        try (Page page = modules.open("tz=Europe/Berlin")) {
            assertThat(page.evaluate("""
                            async () => {
                              const { zone, zoneName, moment, stamp } = await import('/app/times.js');
                              const at = Date.UTC(2026, 10, 26, 6, 30, 12);
                              return [zone, zoneName(at), zoneName(Date.UTC(2026, 6, 1)), moment(at), stamp(at)].join(' | ');
                            }"""))
                    .isEqualTo("Europe/Berlin | GMT+1 | GMT+2 | Nov 26, 2026, 07:30:12 GMT+1 | 2026-11-26 07.30.12");
        }
    }

    @ParameterizedTest
    @CsvSource({"tz, Mars/Base", "tz, ''", "locale, no_such", "locale, ''"})
    void parameterThatTheBrowserDoesNotKnow_isIgnoredWithANotice(String name, String value) {
        try (Page page = modules.open(name + "=" + value)) {
            List<String> said = new ArrayList<>();
            page.onConsoleMessage(message -> said.add(message.text()));

            Object shown = page.evaluate("""
                    async () => {
                      const { money } = await import('/app/format.js');
                      const { zone } = await import('/app/times.js');
                      return [money(1234), zone === Intl.DateTimeFormat().resolvedOptions().timeZone].join();
                    }""");

            assertThat(shown).isEqualTo("$ 1,234,true");
            assertThat(said)
                    .containsExactly(name + "=" + value + " in the address is not known to this browser, and ignored.");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "theLook       | window=5&country=Brasil | theLook - Revenue by Country - last 5 minutes - Brasil - 2026-11-26 07.30.12.png",
                "theLook       | ''                      | theLook - Revenue by Country - last minute - 2026-11-26 07.30.12.png",
                "A/B: \"C\" <?> | country=x%5C..%5Cy      | A B C - Revenue by Country - last minute - x .. y - 2026-11-26 07.30.12.png",
                "..hidden      | country=a%0A%00b        | hidden - Revenue by Country - last minute - a b - 2026-11-26 07.30.12.png",
                "theLook       | country=%E2%80%AEgnp    | theLook - Revenue by Country - last minute - gnp - 2026-11-26 07.30.12.png",
                "متجر          | country=%E6%97%A5%E6%9C%AC | متجر - Revenue by Country - last minute - 日本 - 2026-11-26 07.30.12.png"
            })
    void fileName_saysWhatIsShown(String shop, String query, String expected) {
        assertThat(shown("shown.fileName(argument, 'Revenue by Country', state, 'png')", query, shop))
                .isEqualTo(expected);
    }

    @Test
    void fileName_ofManyFilters_keepsItsTimeAndFitsAFileSystem() {
        String query = "country=" + "%E6%97%A5".repeat(90);

        String name = (String) shown("shown.fileName(argument, 'Revenue by Country', state, 'png')", query, "theLook");

        assertThat(name)
                .startsWith("theLook - Revenue by Country - last minute - 日日")
                .endsWith("日… - 2026-11-26 07.30.12.png");
        assertThat(name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
                .isBetween(190, 200);
    }

    @Test
    void fileName_beforeTheFirstData_hasNoTime() {
        assertThat(shown("shown.fileName(argument, 'records', { ...state, view: null }, 'csv')", "", "theLook"))
                .isEqualTo("theLook - records - default period.csv");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state | Nov 26, 2026, 07:30:12 UTC",
                "{ ...state, pause: { view: state.view, waiting: 0 } } | Paused, Nov 26, 2026, 07:30:12 UTC",
                "{ ...state, replay: { wanted: 1, view: null } } | Nov 26, 2026, 07:30:12 UTC",
                "{ ...state, replay: { wanted: 1, view: { ...state.view, at: state.view.at - 60000 } } } | Replay, Nov 26, 2026, 07:29:12 UTC",
                "{ ...state, view: null } | no data yet"
            })
    void timeInWords_namesTheState(String state, String expected) {
        assertThat(shown("shown.timeInWords(" + state + ")", "", "")).isEqualTo(expected);
    }

    /** A view at 07:30:12 with a window of a minute; what is paused or replayed is so many minutes older. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "live, 0, window.csv?window=5&country=A%26B&format=spreadsheet&tz=UTC",
                "paused, 0, window.csv?window=5&country=A%26B&format=spreadsheet&tz=UTC&at=1795678212000",
                "paused, 29, window.csv?window=5&country=A%26B&format=spreadsheet&tz=UTC&at=1795676472000",
                "paused, 30, null",
                "replay, 10, window.csv?window=5&country=A%26B&format=spreadsheet&tz=UTC&at=1795677612000",
                "replay, 30, window.csv?window=5&country=A%26B&format=spreadsheet&tz=UTC&at=1795676412000"
            })
    void recordsAddress_isThatOfTheShownTime(String mode, int minutes, String expected) {
        assertThat(shown(
                        """
                        shown.recordsAddresses({ ...state,
                          pause: argument === 'paused' ? { view: earlier, waiting: 1 } : null,
                          replay: argument === 'replay' ? { wanted: 1, view: earlier } : null }).csv""".replace("earlier", "{ ...state.view, at: state.view.at - " + minutes + " * 60000 }"),
                        "window=5&country=A%26B",
                        mode))
                .isEqualTo(expected);
    }

    @Test
    void wrapped_breaksAtSpacesAndLongWordsAnywhere() {
        try (Page page = modules.open("")) {
            assertThat(page.evaluate("""
                            async () => {
                              const { wrapped } = await import('/app/panels/tools.js');
                              return wrapped('one two three extraordinary x', 9, (text) => text.length).join('|');
                            }""")).isEqualTo("one two|three ext|raordinar|y x");
        }
    }

    /** The value of an expression for the state of a page in UTC with a view at 07:30:12 and a query. */
    private static Object shown(String expression, String query, String argument) {
        try (Page page = modules.open("tz=UTC")) {
            return page.evaluate("""
                    async ([query, argument]) => {
                      const [shown, store, choices] = await Promise.all(
                        ['shown', 'store', 'query'].map((name) => import(`/app/${name}.js`)));
                      const state = { ...store.initial(), choices: choices.read(query),
                        view: { type: 'view', at: Date.UTC(2026, 10, 26, 7, 30, 12), window: { minutes: 1 } } };
                      return %s;
                    }""".formatted(expression), List.of(query, argument));
        }
    }
}
