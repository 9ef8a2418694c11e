package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pure modules that decide what the page says of its figures, in the browser but without the page. */
class TruthModulesIT {

    private static PageModules modules;
    private static Page page;
    private static String exampleView;

    @BeforeAll
    static void load() throws IOException {
        modules = new PageModules();
        page = modules.openWith(
                "app", "store", "query", "scope", "steps", "significance", "announcements", "latency", "format");
        exampleView = Documented.view();
    }

    @AfterAll
    static void close() {
        modules.close();
    }

    /**
     * Steps in the life of a page that is connected, and what its header says then. {@code view} is the documented view,
     * with data of 22:24:10 of today; {@code replay} is one of 22:18:36.
     */
    private static Object said(String steps) {
        return page.evaluate("""
                ([text, steps]) => {
                  const at = (...time) => new Date().setHours(...time, 0);
                  const view = { ...JSON.parse(text), now: at(22, 24, 10) + 20, data_at: at(22, 24, 10), at: at(22, 24, 10) };
                  const replay = { ...view, type: 'replay', at: at(22, 18, 36), known_from: at(22, 0, 0), known_to: at(22, 24, 10) };
                  let state = store.reduce(store.initial(), { type: 'wanted', wanted: true });
                  const play = (...events) => { state = events.reduce(store.reduce, state); };
                  const hear = (message, at) => play({ type: 'message', message, at });
                  play({ type: 'connecting', attempt: 0 }, { type: 'open', at: 0 });
                  const header = (now) => {
                    const { level, word, detail } = store.describe(state, now);
                    return `${level}: ${word} ${detail}`;
                  };
                  return new Function('store', 'view', 'replay', 'play', 'hear', 'header', 'get', steps)(
                    store, view, replay, play, hear, header, () => state);
                }""", List.of(exampleView, steps));
    }

    @Test
    void describe_paused_saysTheTimeOfThePausedData() {
        assertThat(said("""
                        hear(view, 1000);
                        play({ type: 'paused', paused: true });
                        hear({ type: 'update', seq: 3, now: view.now + 60000, data_at: view.now + 59990 }, 61000);
                        const paused = header(61000);
                        play({ type: 'paused', paused: false });
                        return [paused, header(61000)].join();""")).isEqualTo("paused: Paused 22:24:10,live: Live data 0 s old");
    }

    @Test
    void describe_replay_saysItsTime_andSoDoesAPausedOne() {
        assertThat(said("""
                        hear(view, 1000);
                        play({ type: 'replaying', at: replay.at });
                        const before = header(1000);
                        hear(replay, 1100);
                        const during = header(1200);
                        play({ type: 'paused', paused: true });
                        return [before, during, header(1300)].join();""")).isEqualTo("live: Live data 0 s old,paused: Replay 22:18:36,paused: Paused 22:18:36");
    }

    @Test
    void replayAge_ofAStandingReplay_grows() {
        assertThat(said("""
                        hear(view, 1000);
                        play({ type: 'replaying', at: replay.at });
                        hear(replay, 2000);
                        return [2000, 12000].map((now) => store.replayAge(get().replay, now) / 1000).join();""")).isEqualTo("334,344");
    }

    @Test
    void describe_pausedAndLost_saysBoth() {
        assertThat(said("""
                        hear(view, 1000);
                        play({ type: 'paused', paused: true }, { type: 'lost', attempt: 1, nextTryAt: 12500 });
                        return [header(9000), store.describe(get(), 9000).notice, store.describeBriefly(get(), 9000)].join('|');"""))
                .isEqualTo("paused: Paused 22:24:10"
                        + "|No data for 8 s. The dashboard is not reachable. Trying again in 3 s."
                        + "|Paused. Connection lost");
    }

    @Test
    void describe_allRecordsRejected_isBadAndSaysWhy() {
        assertThat(said("""
                        view.problems = { rejected_records: 3, rejected_reason: 'the currency is not USD', all_rejected: true };
                        hear(view, 0);
                        return [header(0), store.describe(get(), 0).notice].join('|');"""))
                .isEqualTo("bad: No usable data |None of the feed’s records can be used: the currency is not USD.");
    }

    @Test
    void describe_nothingButUnreadableFrames_isBad() {
        assertThat(said("""
                        hear({ type: 'view', seq: 1, now: view.now, refresh_seconds: 5, source: { state: 'live' }, problems: { malformed_frames: 7 } }, 0);
                        return [header(0), store.describe(get(), 0).notice].join('|');"""))
                .isEqualTo("bad: No usable data |The feed sends nothing that can be read (7 frames dropped).");
    }

    @Test
    void describe_someRecordsRejected_saysWhy() {
        assertThat(said("""
                        view.problems = { rejected_records: 3, rejected_reason: 'the currency is not USD' };
                        hear(view, 0);
                        return store.describe(get(), 0).notice;""")).isEqualTo("3 records from the feed could not be used: the currency is not USD.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                    | Last 5 minutes",
                "window=1                                              | Last minute",
                "window=15&country=Brasil&country=China                | Last 15 minutes · Brasil or China",
                "gender=F&age=25-34&age=under+18                       | Last 5 minutes · Women · Age 25 to 34 or under 18",
                "gender=M&gender=F&gender=X                            | Last 5 minutes · Men or Women or Gender X",
                "not.item_status=Cancelled&not.item_status=Returned    | Last 5 minutes · not cancelled or returned",
                "item_status=Shipped&not.gender=M&not.country=France   | Last 5 minutes · Shipped · not men · not France",
                "not.age=65+and+over                                   | Last 5 minutes · not age 65 and over"
            })
    void scope_isInNaturalEnglish(String search, String words) {
        assertThat(page.evaluate("search => scope.words(query.read(search), { window: { minutes: 5 } })", search))
                .isEqualTo(words);
    }

    @Test
    void scope_beforeTheFirstView_hasNoLength() {
        assertThat(page.evaluate("() => scope.words(query.everything(), null)")).isEqualTo("Default period");
    }

    @Test
    void filling_saysWhatIsCollected() {
        assertThat(page.evaluate("""
                        () => [{ minutes: 15, covered_seconds: 582 }, { minutes: 1, covered_seconds: 7 }, { minutes: 15 }]
                          .map((window) => `${scope.filling({ window })}|${scope.collected({ window })}`)"""))
                .isEqualTo(List.of(
                        "Only 9:42 of 15 min collected so far| (9:42 so far)",
                        "Only 0:07 of 1 min collected so far| (0:07 so far)",
                        "|"));
    }

    /** Of 60 steps of 5 s the last 100 s have data. */
    @Test
    void firstKnown_isTheFirstStepWithAllItsData() {
        assertThat(page.evaluate("""
                        () => {
                          const trend = { from: 1_000_000, step: 5_000, sales: new Array(60).fill(0) };
                          return [{ covered_seconds: 100 }, { covered_seconds: 99 }, { covered_seconds: 0 }, {}, undefined]
                            .map((window) => steps.firstKnown(trend, window)).join();
                        }""")).isEqualTo("40,41,60,0,0");
    }

    @Test
    void announcements_areFourAMinuteAtMost_andTheLastStateIsSaid() {
        assertThat(page.evaluate("""
                        () => {
                          const said = [];
                          let state = announcements.initial('Live');
                          for (let now = 0; now <= 180_000; now += 250) {
                            const words = now > 100_000 ? 'Live' : ['Live', 'No new data'][Math.floor(now / 1_000) % 2];
                            const next = announcements.announce(state, words, now);
                            if (next !== state) {
                              said.push([now, next.said]);
                            }
                            state = next;
                          }
                          const most = Math.max(...said.map(([at]) => said.filter(([other]) => other > at - 60_000 && other <= at).length));
                          return [most, said.at(-1)[1]].join();
                        }""")).isEqualTo("4,Live");
    }

    @Test
    void durations_haveTheirUnitOnce() {
        assertThat(page.evaluate("""
                        () => [[89, 264], [89, 1264], [1100, 1264]].map(([median, worst]) =>
                          `Delay ${format.duration(median)} (max ${format.duration(worst, median)})`)
                          .concat([9_000, 119_000, 200_000, 8_000_000].map(format.ago)).join('|')"""))
                .isEqualTo("Delay 89 ms (max 264)|Delay 89 ms (max 1.3 sec)|Delay 1.1 sec (max 1.3)"
                        + "|9 s ago|119 s ago|3 min ago|2 h ago");
    }

    /**
     * Shops whose orders come by chance (Poisson), with items by chance and prices that vary as much as real ones
     * (log-normal): how often each figure has a colour, in per cent. Seeded.
     */
    @ParameterizedTest
    @CsvSource({"30, 60", "60, 60", "150, 60", "600, 60", "60, 12", "600, 30"})
    void differs_inASteadyShop_oneInTwentyAtMost(int orders, int steps) {
        assertThat(coloured(orders, steps, 1, 1))
                .allSatisfy((metric, share) -> assertThat(share).as(metric).isLessThan(7));
    }

    @Test
    void differs_realChanges_areFound() {
        Map<String, Double> moreOrders = coloured(600, 60, 1.5, 1);
        assertThat(moreOrders.get("num_orders")).isGreaterThan(99);
        assertThat(moreOrders.get("num_order_items")).isGreaterThan(99);
        assertThat(moreOrders.get("total_sales")).isGreaterThan(95);
        assertThat(moreOrders.get("average_order_value")).as("has not changed").isLessThan(7);
        assertThat(moreOrders.get("gross_margin")).as("has not changed").isLessThan(7);

        Map<String, Double> higherPrices = coloured(600, 60, 1, 1.5);
        assertThat(higherPrices.get("total_sales")).isGreaterThan(95);
        assertThat(higherPrices.get("average_order_value")).isGreaterThan(99);
        assertThat(higherPrices.get("num_orders")).as("has not changed").isLessThan(7);

        assertThat(coloured(150, 60, 1.5, 1).get("num_orders")).isGreaterThan(90);
    }

    @Test
    void differs_withTooFewOrdersToTell_isFalse() {
        assertThat(coloured(8, 60, 1, 1)).containsEntry("total_sales", 0.0).containsEntry("average_order_value", 0.0);
        assertThat(page.evaluate("""
                        () => {
                          const none = { num_orders: 0, num_order_items: 0, total_sales: 0 };
                          const some = { num_orders: 400, num_order_items: 600, total_sales: 20000 };
                          const trend = { orders: [0, 0], sales: [0, 0], items: [0, 0], margin: [null, null] };
                          const judge = (metrics, previous) => ['num_orders', 'total_sales', 'refunds', 'gross_margin']
                            .map((metric) => significance.differs(metric, { metrics, previous, trend }));
                          return [judge(none, some), judge(some, undefined), judge(some, none)].join('|');
                        }"""))
                .as("a shop that sells nothing any more; no window before; a first window too short for a variance")
                .isEqualTo("true,true,false,false|false,false,false,false|true,false,false,false");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Double> coloured(int orders, int steps, double growth, double dearer) {
        Map<String, Number> shares = (Map<String, Number>) page.evaluate("""
                ([orders, steps, growth, dearer]) => {
                  let seed = 20260304;
                  const random = () => {
                    seed = (seed + 0x6D2B79F5) | 0;
                    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
                    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
                    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
                  };
                  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
                  const poisson = (mean) => {
                    let n = 0;
                    for (let t = -Math.log(1 - random()); t < mean; t -= Math.log(1 - random())) {
                      n++;
                    }
                    return n;
                  };
                  const sum = (values) => values.reduce((total, value) => total + value, 0);
                  /** A window; its first and its last step are not whole. */
                  const simulate = (mean, price) => {
                    const trend = { from: 0, step: 5000, orders: [], items: [], sales: [], margin: [] };
                    let costs = 0;
                    for (let i = 0; i <= steps; i++) {
                      const number = poisson((mean / steps) * (i === 0 ? 0.4 : i === steps ? 0.6 : 1));
                      let items = 0;
                      let sales = 0;
                      let cost = 0;
                      for (let order = 0; order < number; order++) {
                        const size = 1 + poisson(0.6);
                        items += size;
                        for (let item = 0; item < size; item++) {
                          const paid = price * Math.exp(3.7 + normal() * 0.9);
                          sales += paid;
                          cost += paid * (0.5 + normal() * 0.08);
                        }
                      }
                      trend.orders.push(number);
                      trend.items.push(items);
                      trend.sales.push(Math.round(sales));
                      trend.margin.push(sales > 0 ? Math.round((1 - cost / sales) * 1000) / 1000 : null);
                      costs += cost;
                    }
                    const number = sum(trend.orders);
                    const sales = sum(trend.sales);
                    const metrics = { num_orders: number, num_order_items: sum(trend.items), total_sales: sales };
                    if (number > 0) {
                      metrics.average_order_value = sales / number;
                      metrics.gross_margin = Math.round((1 - costs / sales) * 1000) / 1000;
                    }
                    return { metrics, trend };
                  };
                  const names = ['num_orders', 'num_order_items', 'total_sales', 'average_order_value', 'gross_margin'];
                  const found = Object.fromEntries(names.map((name) => [name, 0]));
                  const rounds = 1500;
                  for (let round = 0; round < rounds; round++) {
                    const { metrics: previous } = simulate(orders, 1);
                    const { metrics, trend } = simulate(orders * growth, dearer);
                    names.forEach((name) => { found[name] += significance.differs(name, { metrics, previous, trend }); });
                  }
                  return Object.fromEntries(names.map((name) => [name, (100 * found[name]) / rounds]));
                }""", List.of(orders, steps, growth, dearer));
        Map<String, Double> asDoubles = new HashMap<>();
        shares.forEach((name, share) -> asDoubles.put(name, share.doubleValue()));
        return asDoubles;
    }
}
