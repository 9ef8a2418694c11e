package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pure modules for earlier days, in the browser but without the page. */
class HistoryModulesIT {

    private static PageModules modules;
    private static Page page;
    private static String exampleView;

    @BeforeAll
    static void load() throws IOException {
        modules = new PageModules();
        page = modules.openWith(
                "app", "store", "protocol", "query", "scope", "steps", "pace", "significance", "times", "shown", "svg");
        page.evaluate("async () => { window.past = await import('/app/panels/past.js'); }");
        exampleView = Documented.view();
    }

    @AfterAll
    static void close() {
        modules.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "view.history = { state: 'on' }",
                "view.history = null",
                "view.history = { state: 'paused', reason: 'disk full', since: 5, days: 35 }",
                "view.today = { date: '2026-11-26', zone: 'UTC', from: 0, to: 1, at: 1, metrics: view.metrics }",
                "view.today = { date: '2026-11-26', zone: 'UTC', from: 0, to: 1, at: 1, metrics: view.metrics, "
                        + "yesterday: view.metrics, last_week: null, share: 0.5, forecast: 7, goal: 9, known_from: 1 }",
                "view.compared = { days: 1, from: 0, to: 1 }",
                "view.trend_before = { days: 1, from: 0, items: [1], sales: [1] }"
            })
    void decode_partsOfHistory_areTaken(String change) {
        assertThat(isTaken(change)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "view.history = {}",
                "view.history = 'on'",
                "view.today = {}",
                "view.today = { date: 'x', zone: 'UTC', from: 0, to: 1, at: 1, metrics: {} }",
                "view.today = { date: 'x', zone: 'UTC', from: 0, to: 1, at: 1, metrics: view.metrics, share: '1' }",
                "view.today = { date: 'x', zone: 'UTC', from: 0, to: 1, at: 1, metrics: view.metrics, yesterday: 7 }",
                "view.compared = {}",
                "view.trend_week = { days: 7, from: 0, sales: ['x'] }"
            })
    void decode_damagedPartsOfHistory_areNot(String change) {
        assertThat(isTaken(change)).isFalse();
    }

    private static boolean isTaken(String change) {
        return (Boolean) page.evaluate("""
                ([text, change]) => {
                  const view = JSON.parse(text);
                  new Function('view', change)(view);
                  return protocol.decode(JSON.stringify(view)) !== null;
                }""", List.of(exampleView, change));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"day\",\"from\":0,\"to\":9,\"step\":3,\"orders\":[1],\"sales\":[2],\"peaks\":[[3,1,2]]} | true",
                "{\"type\":\"day\",\"from\":0,\"to\":9,\"step\":3,\"orders\":[],\"sales\":[],\"peaks\":[]}          | true",
                "{\"type\":\"day\",\"from\":0,\"to\":9,\"step\":3,\"orders\":[1],\"sales\":[2]}                     | false",
                "{\"type\":\"day\",\"from\":0,\"to\":9,\"step\":3,\"orders\":[null],\"sales\":[2],\"peaks\":[]}     | false",
                "{\"type\":\"day\",\"from\":0,\"to\":9,\"step\":3,\"orders\":[1],\"sales\":[2],\"peaks\":[7]}       | false"
            })
    void decode_day(String text, boolean isTaken) {
        assertThat(page.evaluate("text => protocol.decode(text) !== null", text))
                .isEqualTo(isTaken);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "window=7d                                | window=7d                      | Last 7 days",
                "window=1h                                | window=1h                      | Last hour",
                "window=24h&country=France                | window=24h&country=France      | Last 24 hours · France",
                "window=today                             | window=today                   | Today",
                "window=yesterday&at=5                    | window=yesterday&at=5          | Yesterday",
                "from=1795507200000&to=1795608000000      | from=1795507200000&to=1795608000000 | Nov 24, 08:00 – Nov 25, 12:00",
                "from=1795507200000&to=1795521600000      | from=1795507200000&to=1795521600000 | Nov 24, 08:00 – 12:00",
                "from=1763971200000&to=1764072000000      | from=1763971200000&to=1764072000000 | Nov 24, 2025, 08:00 – Nov 25, 2025, 12:00",
                "from=5&to=5                              | ''                             | Last 5 minutes",
                "from=9&to=5                              | ''                             | Last 5 minutes",
                "from=5                                   | ''                             | Last 5 minutes",
                "from=-5&to=x                             | ''                             | Last 5 minutes",
                "window=2d                                | ''                             | Last 5 minutes",
                "window=toString                          | ''                             | Last 5 minutes"
            })
    void windows_areInAddressesAndWords(String search, String address, String words) {
        try (Page inUtc = modules.open("tz=UTC")) {
            assertThat(inUtc.evaluate("""
                            async (search) => {
                              Date.now = () => Date.UTC(2026, 10, 26, 12);
                              const [query, scope] = await Promise.all(['query', 'scope'].map((name) => import(`/app/${name}.js`)));
                              const choices = query.read(search);
                              return [query.inAddress(search, choices, query.readAt(search)),
                                scope.words(choices, { window: { minutes: 5 } })].join('|');
                            }""", search)).isEqualTo(address + "|" + words);
        }
    }

    @Test
    void filling_ofLongWindows_isInTheirUnits() {
        assertThat(page.evaluate("""
                        () => [[1440, 18_000], [10_080, 200_000], [10_080, 7 * 3600 + 59], [60, 582]]
                          .map(([minutes, covered_seconds]) => scope.filling({ window: { minutes, covered_seconds } }))"""))
                .isEqualTo(List.of(
                        "Only 5 h of 24 h collected so far",
                        "Only 2 days of 7 days collected so far",
                        "Only 7 h of 7 days collected so far",
                        "Only 9:42 of 1 h collected so far"));
    }

    /** Some days of Berlin have 23 or 25 hours. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-11-26T14:03, 2026-11-26T13:03:00Z, 2026-11-26T14:03",
        "Europe/Berlin, 2026-03-29T01:59, 2026-03-29T00:59:00Z, 2026-03-29T01:59",
        "Europe/Berlin, 2026-03-29T02:30, 2026-03-29T01:30:00Z, 2026-03-29T03:30",
        "Europe/Berlin, 2026-03-29T03:00, 2026-03-29T01:00:00Z, 2026-03-29T03:00",
        "Europe/Berlin, 2026-10-25T02:30, 2026-10-25T00:30:00Z, 2026-10-25T02:30",
        "Europe/Berlin, 2026-10-25T03:00, 2026-10-25T02:00:00Z, 2026-10-25T03:00",
        "America/New_York, 2026-03-08T03:30, 2026-03-08T07:30:00Z, 2026-03-08T03:30",
        "Asia/Kathmandu, 2026-11-26T00:00, 2026-11-25T18:15:00Z, 2026-11-26T00:00",
        "Pacific/Kiritimati, 2026-11-26T00:00, 2026-11-25T10:00:00Z, 2026-11-26T00:00"
    })
    void localTimes_areOfTheZone(String zone, String local, String utc, String back) {
        try (Page inZone = modules.open("tz=" + zone)) {
            assertThat(inZone.evaluate("""
                            async (local) => {
                              const { fromLocal, toLocal } = await import('/app/times.js');
                              const at = fromLocal(local);
                              return [new Date(at).toISOString().replace('.000', ''), toLocal(at), fromLocal(''), fromLocal('x')].join();
                            }""", local)).isEqualTo(utc + "," + back + ",NaN,NaN");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[NaN, 5]    | Enter both times.",
                "[5, NaN]    | Enter both times.",
                "[5000, 5000]| The end must be after the start.",
                "[9e5, 95e4] | ''",
                "[2e6, 3e6]  | The start is in the future.",
                "[9e5, 2e6]  | ''"
            })
    void range_thatCannotBeShown_isExplained(String range, String problem) {
        assertThat(page.evaluate("range => past.problemOf(new Function(`return ${range}`)(), 8e5, 1e6)", range))
                .isEqualTo(problem);
    }

    @Test
    void range_beforeTheFirstRecord_isExplained() {
        assertThat((String) page.evaluate("() => past.problemOf([5e5, 8e5], 8e5, 1e6)"))
                .matches("Records are kept from Jan 1, \\d\\d:\\d\\d on\\. The end must be later\\.");
    }

    /** From the choice of the last 7 days until its view has arrived. */
    @Test
    void figuresOfAnotherWindow_areNotThoseOfTheChosenOne() {
        assertThat(said("""
                        hear(view);
                        choose('window=7d');
                        const before = told();
                        // Was on its way when the choice was made.
                        hear({ ...view, seq: 3 });
                        const late = told();
                        hear({ ...view, window: { minutes: 10080, from: 0, to: 1 } });
                        return [before, late, told()].join('; ');""")).isEqualTo("computing Last minute; computing Last minute; Last 7 days");
    }

    @Test
    void refusedChoice_leavesTheChoiceOfTheView() {
        assertThat(said("""
                        hear(view);
                        choose('window=7d');
                        hear({ type: 'error', message: 'window=7d: no history is kept' });
                        return `${told()}; ${store.describe(state(), 0).notice}`;""")).isEqualTo("Last minute; Not possible: window=7d: no history is kept.");
    }

    @Test
    void refusedLink_showsTheDefaultView() {
        assertThat(said("""
                        choose('window=7d');
                        play({ type: 'connecting', attempt: 0 }, { type: 'open', at: 0 });
                        hear(view);
                        hear({ type: 'error', message: 'window=7d: no history is kept' });
                        return `${told()}; ${query.toText(state().choices)}`;""")).isEqualTo("Last minute; ");
    }

    @Test
    void refusedReplay_isNoRefusedChoice() {
        assertThat(said("""
                        hear(view);
                        play({ type: 'replaying', at: 5 });
                        choose('window=7d');
                        hear({ type: 'error', message: 'too many requests are waiting' });
                        return query.toText(state().choices);""")).isEqualTo("window=7d");
    }

    /** A replay of a short window is read from history, too. */
    @Test
    void replayOfAShortWindow_isAnAnswer() {
        assertThat(said("""
                        hear(view);
                        play({ type: 'replaying', at: 5 });
                        const replay = { ...view, type: 'replay', at: 5, known_from: 0, known_to: 9 };
                        hear({ ...replay, window: { minutes: 1, from: 1, to: 2 } });
                        const first = told();
                        choose('window=15');
                        hear({ ...view, window: { minutes: 15 } });
                        const before = told();
                        hear({ ...replay, window: { minutes: 15, from: 1, to: 2 } });
                        return [first, before, told()].join('; ');""")).isEqualTo("Last minute; computing Last minute; Last 15 minutes");
    }

    private static Object said(String steps) {
        return page.evaluate("""
                ([text, steps]) => {
                  const view = JSON.parse(text);
                  let state = store.initial();
                  const play = (...events) => { state = events.reduce(store.reduce, state); };
                  const hear = (message) => play({ type: 'message', message, at: 0 });
                  const choose = (search) => play({ type: 'chosen', choices: query.read(search) });
                  const told = () => `${store.isComputing(state) ? 'computing ' : ''}${scope.period(store.shownChoices(state), store.shown(state))}`;
                  play({ type: 'wanted', wanted: true }, { type: 'connecting', attempt: 0 }, { type: 'open', at: 0 });
                  return new Function('store', 'query', 'view', 'play', 'hear', 'choose', 'told', 'state', steps)(
                    store, query, view, play, hear, choose, told, () => state);
                }""", List.of(exampleView, steps));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "window=24h                       | null   | history.csv?window=24h&format=spreadsheet&tz=UTC | history.parquet?window=24h",
                "window=24h&country=A             | 5      | history.csv?window=24h&country=A&format=spreadsheet&tz=UTC&at=100000000000 | history.parquet?window=24h&country=A&at=100000000000",
                "window=5                         | null   | window.csv?window=5&format=spreadsheet&tz=UTC | null",
                "window=5                         | 5      | window.csv?window=5&format=spreadsheet&tz=UTC&at=100000000000 | null",
                "window=5                         | 2000   | history.csv?window=5&format=spreadsheet&tz=UTC&at=100000000000 | history.parquet?window=5&at=100000000000",
                "from=1&to=9                      | null   | history.csv?from=1&to=9&format=spreadsheet&tz=UTC | history.parquet?from=1&to=9"
            })
    void files_areThoseOfTheShownTime(String search, String secondsAgo, String csv, String parquet) {
        try (Page inUtc = modules.open("tz=UTC")) {
            assertThat(inUtc.evaluate("""
                            async ([search, secondsAgo]) => {
                              const [shown, store, query] = await Promise.all(['shown', 'store', 'query'].map((name) => import(`/app/${name}.js`)));
                              const at = 100_000_000_000;
                              const view = { at, window: { minutes: 5 }, history: { state: 'on' } };
                              const state = { ...store.initial(), choices: query.read(search), view, ...secondsAgo === 'null' ? {} : {
                                replay: { wanted: at, view }, view: { ...view, at: at + secondsAgo * 1000 } } };
                              const { csv, parquet } = shown.recordsAddresses(state);
                              return `${csv} | ${parquet}`;
                            }""", List.of(search, secondsAgo))).isEqualTo(csv + " | " + parquet);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "300000  | 5000     | 12:00:00 12:00:05 12:00:10",
                "3600000 | 60000    | 12:00 12:01 12:02",
                "86400000| 3600000  | 12:00   15:00   18:00   21:00   00:00   03:00",
                "172800000 | 3600000 | 12:00      18:00      Nov 27      06:00",
                "604800000 | 21600000 | '  Nov 27    Nov 28'"
            })
    void axis_hasHoursOrDays(long span, long step, String expected) {
        try (Page inUtc = modules.open("tz=UTC")) {
            assertThat((String) inUtc.evaluate("""
                            async ([span, step]) => {
                              const from = Date.UTC(2026, 10, 26, 12);
                              Date.now = () => from;
                              const { axisLabel } = await import('/app/steps.js');
                              return Array.from({ length: 40 }, (_, i) => axisLabel(from + i * step, step, span)).join(' ');
                            }""", List.of((double) span, (double) step)))
                    .startsWith(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10000, 0.4, 50000, 0.2, 0.4, -10000",
        "20000, 0.4, 50000, 0.4, 0.4, 0",
        "60000, 0.9, 50000, 1.2, 0.9, 15000",
        "-100, 0.5, 1000, -0.1, 0.5, -600"
    })
    void pace_comparesWithTheShapeOfADay(
            int sales, double share, int goal, double reached, double expected, int ahead) {
        assertThat(page.evaluate("""
                        ([total_sales, share, goal]) => {
                          const pace = window.pace.paceOf({ metrics: { total_sales }, share }, goal);
                          return [pace.reached, pace.expected, pace.ahead].join();
                        }""", List.of(sales, share, goal)))
                .isEqualTo(text(reached) + "," + text(expected) + "," + ahead);
    }

    private static String text(double value) {
        return String.valueOf(value).replaceAll("\\.0$", "");
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "50000, 50000",
                "0.5, 0.5",
                "0, null",
                "-5, null",
                "x, null",
                "'', null",
                "1e13, null",
            })
    void goal_isAPositiveAmount(String stored, String goal) {
        assertThat(String.valueOf(page.evaluate("stored => String(window.pace.goalOf(stored))", stored)))
                .isEqualTo(goal);
    }

    @Test
    void dayOfComparison_isNamed() {
        assertThat(page.evaluate("""
                        () => ['yesterday', 'last_week'].map((day) => window.pace.nameOfDay({ date: '2026-11-26' }, day)).join()""")).isEqualTo("yesterday,last Thursday");
    }

    /** A day has a rhythm. The steps of a trend that rises and falls with it do not make every difference a chance. */
    @Test
    void differs_inADayWithARhythm_isFound() {
        assertThat(page.evaluate("""
                        () => {
                          const sales = Array.from({ length: 96 }, (_, i) => 5000 + 4000 * Math.sin((i / 96) * 2 * Math.PI) + (i % 2 === 0 ? 200 : -200));
                          const orders = sales.map((each) => Math.round(each / 50));
                          const total = sales.reduce((a, b) => a + b);
                          const metrics = { num_orders: orders.reduce((a, b) => a + b), num_order_items: 9, total_sales: total };
                          const trend = { from: 0, step: 900_000, orders, items: orders, sales, margin: [] };
                          return [1.1, 1.01].map((growth) => significance.differs('total_sales',
                            { metrics, previous: { ...metrics, total_sales: total * growth }, trend })).join();
                        }""")).isEqualTo("true,false");
    }

    @Test
    void patch_keepsTheElementOfEachKey() {
        assertThat(page.evaluate("""
                        () => {
                          const root = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
                          const node = (key, attrs = {}, text) => ({ tag: 'text', key, attrs, text });
                          const tree = (...children) => ({ tag: 'svg', key: 'root', attrs: { xmlns: 'x', width: 5 }, children });
                          const empty = { tag: 'svg', key: 'root', attrs: {}, children: [], elm: root };
                          const first = tree(node('a', { x: 1, y: 2, style: 'fill: red' }, 'A'), node('b', {}, 'B'), node('c', {}, 'C'));
                          svg.patch(empty, first);
                          const before = root.outerHTML;
                          const [a, , c] = root.children;
                          svg.patch(first, tree(node('c', {}, 'C'), node('a', { x: 3, hidden: true }, 'A2'), node('d', {}, 'D')));
                          return [before, root.outerHTML, root.children[0] === c, root.children[1] === a].join('\\n');
                        }""")).isEqualTo("""
                        <svg width="5"><text x="1" y="2" style="fill: red;">A</text><text>B</text><text>C</text></svg>
                        <svg width="5"><text>C</text><text x="3" hidden="">A2</text><text>D</text></svg>
                        true
                        true""");
    }
}
