package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's pure modules, in the browser but without the page. */
class ModulesIT {

    private static PageModules modules;
    private static Page page;
    private static String exampleView;

    @BeforeAll
    static void load() throws IOException {
        modules = new PageModules();
        page = modules.openWith("app", "store", "protocol", "latency", "frame", "query", "arrangement");
        exampleView = Documented.view();
    }

    @AfterAll
    static void close() {
        modules.close();
    }

    /**
     * A connection that was opened at 0 and got the documented view at 1000, 20 ms after the dashboard got its frame;
     * then what is said at some later time, with the source in some state.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000  | live         | live  | Live          | data 0 s old   | ''",
                "2500  | live         | live  | Live          | data 1 s old   | ''",
                "2900  | live         | stale | Not answering | data 1 s old   | No data for 1 s. The dashboard does not answer.",
                "1500  | unresponsive | stale | Not answering | data 0 s old   | No data for 0 s. The feed does not answer.",
                "2000  | connecting   | stale | Connection lost | data 1 s old   | No data for 1 s. The feed is not reachable (refused). Trying now.",
                "2000  | waiting      | stale | Connection lost | data 1 s old   | No data for 1 s. The feed is not reachable (refused). Trying again in 4 s.",
                "2000  | waiting-soon | stale | Connection lost | data 1 s old   | No data for 1 s. The feed is not reachable (refused). Trying again now."
            })
    void describe_afterAView(int now, String source, String level, String word, String detail, String notice) {
        assertThat(page.evaluate("""
                        ([text, now, source]) => {
                          const view = JSON.parse(text);
                          view.source = { state: source.split('-')[0], since: 0, attempt: 1, reason: 'refused',
                            next_try_at: view.now + (source === 'waiting' ? 5500 : 1500) };
                          let state = store.initial();
                          state = store.reduce(state, { type: 'wanted', wanted: true });
                          state = store.reduce(state, { type: 'connecting', attempt: 0 });
                          state = store.reduce(state, { type: 'open', at: 0 });
                          state = store.reduce(state, { type: 'message', message: view, at: 1000 });
                          return store.describe(state, now);
                        }""", List.of(exampleView, now, source)))
                .isEqualTo(Map.of("level", level, "word", word, "detail", detail, "notice", notice));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | No data for 20 s. The feed is connected, but sends nothing.",
                "1 | No data for 20 s. The feed is connected, but sends nothing that can be read (1 frame dropped).",
                "7 | No data for 20 s. The feed is connected, but sends nothing that can be read (7 frames dropped)."
            })
    void describe_connectedFeedThatSendsNothingOfUse_saysSo(int malformed, String notice) {
        assertThat(said("""
                        view.problems = { malformed_frames: argument };
                        state = store.reduce(state, { type: 'open', at: 0 });
                        state = store.reduce(state, { type: 'message', message: view, at: 0 });
                        state = store.reduce(state, { type: 'message', message: { type: 'heartbeat', now: view.now + 19990 }, at: 19990 });
                        return store.describe(state, 20000).notice;""", malformed)).isEqualTo(notice);
    }

    @Test
    void describe_feedThatUsuallyPausesForAMinute_isNotSilentBefore() {
        assertThat(said("""
                        view.source.usual_pause = 60;
                        state = store.reduce(state, { type: 'open', at: 0 });
                        state = store.reduce(state, { type: 'message', message: view, at: 0 });
                        const word = (at) => store.describe(store.reduce(state, { type: 'message', at,
                          message: { type: 'heartbeat', now: view.now + at } }), at).word;
                        return [word(100000), word(200000)].join();""", 0)).isEqualTo("Live,No new data");
    }

    @Test
    void describe_recordsAheadOfTheClock_saysHowMany() {
        assertThat(said("""
                        view.problems = { ahead_records: 2 };
                        state = store.reduce(state, { type: 'open', at: 0 });
                        state = store.reduce(state, { type: 'message', message: view, at: 0 });
                        return store.describe(state, 0).notice;""", 0)).isEqualTo("2 records are ahead of the shop’s clock, and only in the default period.");
    }

    @Test
    void describe_beforeTheFirstFigures_saysWhatIsMissing() {
        assertThat(said("return store.describe(state, 0).notice;", 0)).isEqualTo("Waiting for data.");
        assertThat(said("""
                        delete view.data_at;
                        view.source = { state: 'waiting', attempt: 1, reason: 'refused', next_try_at: view.now + 3000 };
                        state = store.reduce(state, { type: 'open', at: 0 });
                        state = store.reduce(state, { type: 'message', message: view, at: 0 });
                        return store.describe(state, 0).notice;""", 0)).isEqualTo("No data yet. The feed is not reachable (refused). Trying again in 3 s.");
    }

    @Test
    void describe_dataWithoutFigures_areNotLive() {
        assertThat(said("""
                        delete view.metrics;
                        state = store.reduce(state, { type: 'open', at: 0 });
                        state = store.reduce(state, { type: 'message', message: view, at: 0 });
                        const { level, notice } = store.describe(state, 0);
                        return [level, notice, store.whyEmpty(state.view)].join();""", 0)).isEqualTo("connecting,Waiting for data.,");
    }

    @Test
    void describe_dashboardLost_countsDown() {
        assertThat(said("""
                        state = store.reduce(state, { type: 'message', message: view, at: 0 });
                        state = store.reduce(state, { type: 'lost', attempt: 1, nextTryAt: 10500 });
                        return store.describe(state, 8000).notice;""", 0)).isEqualTo("No data for 8 s. The dashboard is not reachable. Trying again in 2 s.");
    }

    @Test
    void describe_recordsRefused_saysHowManyAndWhy() {
        assertThat(said("""
                        view.problems = { rejected_records: 1200, rejected_reason: 'the currency is not USD', malformed_frames: 1 };
                        state = store.reduce(state, { type: 'open', at: 0 });
                        state = store.reduce(state, { type: 'message', message: view, at: 0 });
                        return store.describe(state, 0).notice;""", 0))
                .isEqualTo("1,200 records from the feed could not be used: the currency is not USD. "
                        + "1 frame from the feed could not be read.");
    }

    @Test
    void reduce_disconnectedOnPurpose_startsAfresh() {
        assertThat(said("""
                        state = store.reduce(state, { type: 'message', message: view, at: 0 });
                        state = store.reduce(state, { type: 'wanted', wanted: false });
                        return JSON.stringify(state) === JSON.stringify(store.initial());""", 0)).isEqualTo(true);
    }

    @Test
    void reduce_update_replacesThePartsThatItHas() {
        assertThat(said("""
                        state = store.reduce(state, { type: 'message', message: view, at: 0 });
                        const metrics = { ...view.metrics, num_orders: 99 };
                        const message = { type: 'update', seq: 3, now: view.now + 250, metrics, previous: null };
                        state = store.reduce(state, { type: 'message', message, at: 250 });
                        return [state.view.metrics.num_orders, state.view.previous, state.view.type,
                          state.view.revenue_by_country === view.revenue_by_country].join();""", 0)).isEqualTo("99,,view,true");
    }

    @Test
    void reduce_paused_keepsThePictureAndCountsTheNewOrders() {
        assertThat(said("""
                        state = store.reduce(state, { type: 'message', message: view, at: 0 });
                        state = store.reduce(state, { type: 'paused', paused: true });
                        const message = { type: 'update', seq: 3, now: view.now, deltas: view.metrics,
                          fresh: { records: 4, orders: 3, oldest: 9, newest: 1 } };
                        state = store.reduce(state, { type: 'message', message, at: 250 });
                        state = store.reduce(state, { type: 'message', message, at: 500 });
                        state = store.reduce(state, { type: 'message', message: { ...message, fresh: undefined }, at: 600 });
                        const paused = [store.shown(state) === view, state.pause.orders, state.pause.isLeast];
                        const missed = store.reduce(state, { type: 'message', message: view, at: 700 });
                        paused.push(missed.pause.isLeast);
                        state = store.reduce(state, { type: 'paused', paused: false });
                        return [...paused, store.shown(state).deltas.num_orders].join();""", 0)).isEqualTo("true,6,false,true,5");
    }

    @Test
    void reduce_replay_isShownUntilItEnds() {
        assertThat(said("""
                        state = store.reduce(state, { type: 'message', message: view, at: 0 });
                        state = store.reduce(state, { type: 'replaying', at: 5 });
                        const before = store.shown(state).type;
                        const message = { ...view, type: 'replay', at: 5 };
                        state = store.reduce(state, { type: 'message', message, at: 250 });
                        const during = store.shown(state).type;
                        state = store.reduce(state, { type: 'replaying', at: null });
                        return [before, during, store.shown(state).type].join();""", 0)).isEqualTo("view,replay,view");
    }

    /** "Too many replays at once" stayed on the page for as long as it was open. */
    @Test
    void describe_refusedAndThenAnswered_saysNothingOfItAnyMore() {
        assertThat(said("""
                        state = store.reduce(state, { type: 'open', at: 0 });
                        state = store.reduce(state, { type: 'message', message: view, at: 0 });
                        state = store.reduce(state, { type: 'replaying', at: 5 });
                        const refusal = { type: 'error', message: 'too many' };
                        state = store.reduce(state, { type: 'message', message: refusal, at: 0 });
                        const refused = store.describe(state, 0).notice;
                        const message = { ...view, type: 'replay', at: 5 };
                        state = store.reduce(state, { type: 'message', message, at: 0 });
                        return [refused, store.describe(state, 0).notice].join();""", 0)).isEqualTo("Not possible: too many.,");
    }

    /** What is chosen, the address that it is in, and what is left of the address's other parts. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                  | ''",
                "connect=true                                        | connect=true",
                "country=France&kiosk&window=15                      | kiosk=&window=15&country=France",
                "window=7&window=x&colour=red                        | colour=red",
                "at=1741051190000&kiosk                              | kiosk=&at=1741051190000",
                "at=&at=soon                                         | ''",
                "country=S%C3%A3o+Tom%C3%A9&not.item_status=Returned | country=S%C3%A3o+Tom%C3%A9&not.item_status=Returned",
                "country=&country=a&country=b                        | country=a&country=b"
            })
    void query_readAndWritten_isTheSame(String search, String expected) {
        assertThat(page.evaluate("search => query.inAddress(search, query.read(search), query.readAt(search))", search))
                .isEqualTo(expected);
    }

    @Test
    void query_toggled_comesAndGoes() {
        assertThat(page.evaluate("""
                        () => {
                          let choices = query.everything();
                          choices = query.toggled(choices, 'country', 'France');
                          choices = query.toggled(choices, 'country', 'Spain');
                          choices = query.exceptToggled(choices, 'item_status', 'Returned');
                          const both = query.toText(choices);
                          const counts = ['France', 'Japan'].map((name) => query.counts(choices, 'country', name));
                          choices = query.toggled(choices, 'country', 'France');
                          choices = query.toggled(choices, 'country', 'Spain');
                          return [both, ...counts, query.toText(choices), query.isFiltered(choices)].join();
                        }"""))
                .isEqualTo(
                        "country=France&country=Spain&not.item_status=Returned,true,false,not.item_status=Returned,true");
    }

    private static Object said(String steps, Object argument) {
        return page.evaluate("""
                ([text, steps, argument]) => {
                  const view = JSON.parse(text);
                  let state = store.reduce(store.initial(), { type: 'wanted', wanted: true });
                  state = store.reduce(state, { type: 'connecting', attempt: 0 });
                  return new Function('store', 'view', 'state', 'argument', steps)(store, view, state, argument);
                }""", List.of(exampleView, steps, argument));
    }

    @Test
    void decode_theDocumentedView_isTaken() {
        assertThat(page.evaluate("text => protocol.decode(text)?.metrics.num_orders", exampleView))
                .isEqualTo(5);
        assertThat(page.evaluate("() => protocol.decode('{\"type\":\"heartbeat\",\"now\":5}').type"))
                .isEqualTo("heartbeat");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "null",
                "7",
                "[]",
                "{}",
                "{\"type\":\"view\"}",
                "{\"type\":\"other\"}",
                "{\"type\":\"heartbeat\"}",
                "{\"type\":\"pong\",\"id\":1}"
            })
    void decode_anythingElse_isNothing(String text) {
        assertThat(page.evaluate("text => protocol.decode(text)", text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"now", "source", "refresh_seconds"})
    void decode_viewWithoutAField_isNothing(String field) {
        assertThat(decodedWithout(field)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"window", "metrics", "deltas", "revenue_by_country", "latest", "trend"})
    void decode_viewBeforeTheFirstData_isTaken(String field) {
        assertThat(decodedWithout(field)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "view.unknown = ['age']              | true",
                "view.unknown = null                 | true",
                "view.unknown = 'age'                | false",
                "view.unknown = [7]                  | false",
                "view.metrics.refunds = 20           | true",
                "view.metrics.refunds = null         | true",
                "view.metrics.refunds = '20'         | false",
                "view.revenue_by_age.bars[0][1] = -5 | true",
                "view.something_new = 1              | true"
            })
    void decode_partsOfOtherShops_areCheckedAndOthersIgnored(String change, boolean isTaken) {
        assertThat(page.evaluate("""
                        ([text, change]) => {
                          const view = JSON.parse(text);
                          new Function('view', change)(view);
                          return protocol.decode(JSON.stringify(view)) !== null;
                        }""", List.of(exampleView, change))).isEqualTo(isTaken);
    }

    /** Charts, by the columns that they usually take, and take at least. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "6/4 6/4 8/6 4/3 8/6 4/3 3/3 3/3 6/6 | 6 6, 8 4, 8 4, 3 3 6",
                "6/4 8/6 4/3 8/6 4/3 6/6             | 5 7, 4 8, 5 7",
                "8/6 6/6                             | 6 6",
                "6/4                                 | 12",
                "''                                  | ''"
            })
    void arrange_fillsEachRow(String slots, String rows) {
        assertThat(page.evaluate("""
                        (slots) => {
                          const places = arrangement.arrange(slots.split(' ').filter((slot) => slot !== '').map((slot) => {
                            const [span, least] = slot.split('/').map(Number);
                            return { span, least };
                          }));
                          const rows = [];
                          places.forEach(({ span, row }) => (rows[row] ??= []).push(span));
                          return rows.map((row) => row.join(' ')).join(', ');
                        }""", slots)).isEqualTo(rows);
    }

    @Test
    void arrange_anySelection_keepsItsOrderAndLeavesNoHole() {
        assertThat(page.evaluate("""
                        () => {
                          const all = [[6, 4], [6, 4], [8, 6], [4, 3], [8, 6], [4, 3], [3, 3], [3, 3], [6, 6]]
                            .map(([span, least]) => ({ span, least }));
                          for (let bits = 0; bits < 2 ** all.length; bits++) {
                            const slots = all.filter((_, i) => (bits >> i) % 2 === 1);
                            const places = arrangement.arrange(slots);
                            const sums = [];
                            places.forEach(({ span, row }) => { sums[row] = (sums[row] ?? 0) + span; });
                            const isFine = places.length === slots.length && sums.every((sum) => sum === 12)
                              && places.every(({ span, row }, i) => span >= slots[i].least && row >= (places[i - 1]?.row ?? 0));
                            if (!isFine) {
                              return `${JSON.stringify(slots)}: ${JSON.stringify(places)}`;
                            }
                          }
                          return '';
                        }""")).isEqualTo("");
    }

    /** In an address of their own, as the format is made from it once. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                          | $ 1,235     | −$ 1,234.50     | −1.2K     | −3.50 | −5.0%",
                "currency=EUR                | €1,235      | −€1,234.50      | −€1.2K    | −3.50 | −5.0%",
                "currency=JPY                | ¥1,235      | −¥1,235         | −¥1.2K    | −4    | −5.0%",
                "currency=CHF                | CHF 1,235   | −CHF 1,234.50   | −CHF 1.2K | −3.50 | −5.0%",
                "currency=KWD                | KWD 1,235   | −KWD 1,234.50   | −KWD 1.2K | −3.50 | −5.0%",
                "currency=EUR&locale=de-DE   | 1.235 €     | −1.234,50 €     | −1234,5 €   | −3,50 | −5,0 %",
                "currency=USD&locale=de-DE   | 1.235 $     | −1.234,50 $     | −1234,5   | −3,50 | −5,0 %"
            })
    void format_ofACurrency(String search, String money, String exact, String axis, String change, String share) {
        try (Page other = modules.open(search)) {
            assertThat(other.evaluate("""
                            async () => {
                              const format = await import('/app/format.js');
                              const written = [format.money(1234.5), format.exactMoney(-1234.5), format.shortMoney(-1234.5),
                                format.change('cents', -3.5), format.figure('share', -0.05), format.money(-0.2)];
                              return written.map((text) => text.replaceAll('\u00a0', ' '));
                            }"""))
                    .isEqualTo(List.of(money, exact, axis, change, share, money.replaceAll("1[.,]235", "0")));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "count    | 12      | +12",
                "count    | -1234   | −1,234",
                "count    | 0       | 0",
                "money    | -0.4    | 0",
                "money    | 0.6     | +1",
                "cents    | -0.004  | 0.00",
                "cents    | 0.005   | +0.01",
                "rate     | -0.04   | 0.0",
                "share    | 0.0004  | 0.0 pp",
                "relative | -0.0004 | 0.0 %",
                "relative | -0.0006 | −0.1 %"
            })
    void change_thatRoundsToZero_hasNoSign(String kind, double value, String expected) {
        assertThat(page.evaluate(
                        "async ([kind, value]) => (await import('/app/format.js')).change(kind, value)",
                        List.of(kind, value)))
                .isEqualTo(expected);
    }

    private Object decodedWithout(String field) {
        return page.evaluate("""
                        ([text, field]) => {
                          const view = JSON.parse(text);
                          delete view[field];
                          return protocol.decode(JSON.stringify(view));
                        }""", List.of(exampleView, field));
    }

    /**
     * The dashboard's clock is 5000 ahead; pings of 100 ms and of 10 ms told 5050 and 5003; records are 200 to 300 ms
     * old. What was drawn before the better ping is told by it, too.
     */
    @Test
    void latency_ofWhatWasDrawn_isThatOfTheQuickestPingsClock() {
        assertThat(page.evaluate("""
                        () => {
                          let l = latency.initial();
                          l = latency.shown(l, { records: 1, oldest: 220, newest: 220 }, 5900);
                          l = latency.rendered(l, 900);
                          const unknown = [latency.summary(l, 900)];
                          l = latency.clockRead(l, 6000, 900, 1000);
                          unknown.push(latency.summary(l, 1000));
                          l = latency.clockRead(l, 6003, 995, 1005);
                          const early = latency.summary(l, 1005).median;
                          l = latency.shown(l, { records: 3, oldest: 200, newest: 100 }, 6903);
                          l = latency.shown(l, undefined, 6903);
                          l = latency.rendered(l, 2000);
                          const { median, worst } = latency.summary(l, 2000);
                          return [...unknown, early, median, worst, latency.summary(l, 62000), l.unseen.length].join();
                        }""")).isEqualTo(",,223,223,300,,0");
    }

    @Test
    void latency_howeverLongThePageStaysOpen_remembersAMinute() {
        assertThat(page.evaluate("""
                        () => {
                          let l = latency.clockRead(latency.initial(), 0, 0, 0);
                          for (let at = 0; at < 600000; at += 250) {
                            l = latency.rendered(latency.shown(l, { records: 9, oldest: 0, newest: 0 }, at), at);
                          }
                          for (let i = 0; i < 1000; i++) {
                            l = latency.shown(latency.clockRead(l, 0, 0, 0), { records: 1, oldest: 0, newest: 0 }, 0);
                          }
                          return [l.samples.length <= 1200, l.unseen.length, l.readings.length].join();
                        }""")).isEqualTo("true,40,8");
    }

    @Test
    void reduce_heartbeat_saysHowOldTheFiguresAre() {
        assertThat(said("""
                        state = store.reduce(state, { type: 'open', at: 0 });
                        state = store.reduce(state, { type: 'message', message: view, at: 0 });
                        const message = { type: 'heartbeat', now: view.now + 9000, data_at: view.now + 8000 };
                        state = store.reduce(state, { type: 'message', message, at: 9000 });
                        return store.dataAge(state, 9500);""", 0)).isEqualTo(1500);
    }

    /** The number of orders that is shown after each message of a second connection. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "view 5 [10,20]                                                     | 5",
                "view 5 [11,20]                                                     | 5",
                "view 5                                                             | 5",
                "view 5 [9,20], update 6 [9,21], update 7 [10,22], update 8 [10,23] | 1 1 7 8",
                "view 5 [10], heartbeat [10], heartbeat [10,20], heartbeat [10,20]  | 1 1 5 5",
                "update 6 [9,20], heartbeat [10,20]                                 | 1 1",
                "view 5 [1,1], late update 6 [1,2]                                  | 1 6",
                "view 5 [1,1], lost, view 6 [10,19], update 7 [10,20]               | 1 1 1 7"
            })
    void reduce_anotherDashboardThatIsBehind_isWaitedFor(String messages, String shown) {
        assertThat(said("""
                        view.metrics.num_orders = 1;
                        view.position = [10, 20];
                        const open = (at) => [{ type: 'lost', attempt: 1, nextTryAt: at }, { type: 'open', at }];
                        const dispatch = (event) => { state = store.reduce(state, event); };
                        dispatch({ type: 'open', at: 0 });
                        dispatch({ type: 'message', message: view, at: 0 });
                        open(1000).forEach(dispatch);
                        return argument.split(/, (?=[a-z])/).map((text) => {
                          const [, late, type, orders, position] = text.match(/^(late )?(\\w+) ?(\\d+)? ?(\\[.*)?/);
                          if (type === 'lost') {
                            open(1000).forEach(dispatch);
                          } else {
                            const message = { ...(type === 'view' ? view : {}), type, now: view.now };
                            delete message.position;
                            if (position) { message.position = JSON.parse(position); }
                            if (orders) { message.metrics = { ...view.metrics, num_orders: Number(orders) }; }
                            dispatch({ type: 'message', message, at: late ? 11001 : 11000 });
                          }
                          return store.shown(state).metrics.num_orders;
                        }).join(' ');""", messages)).isEqualTo(shown);
    }

    @Test
    void reduce_disconnectedOnPurpose_waitsForNothing() {
        assertThat(said("""
                        view.position = [10];
                        state = store.reduce(state, { type: 'open', at: 0 });
                        state = store.reduce(state, { type: 'message', message: view, at: 0 });
                        state = store.reduce(state, { type: 'lost', attempt: 1, nextTryAt: 1000 });
                        const waited = state.wait !== null;
                        state = store.reduce(state, { type: 'wanted', wanted: false });
                        return [waited, state.wait].join();""", 0)).isEqualTo("true,");
    }

    @Test
    void perFrame_askedOften_runsOncePerFrame() {
        assertThat(page.evaluate("""
                        () => {
                          const frames = [];
                          let runs = 0;
                          const ask = frame.perFrame(() => runs++, (callback) => frames.push(callback));
                          ask(); ask(); ask();
                          const before = runs;
                          frames.shift()();
                          ask();
                          return [before, runs, frames.length].join();
                        }""")).isEqualTo("0,1,1");
    }
}
