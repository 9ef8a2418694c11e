package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When alerts fire, end and are announced: the page's pure module, in the browser but without the page. */
class AlertRulesIT {

    private static PageModules modules;
    private static Page page;

    @BeforeAll
    static void load() {
        modules = new PageModules();
        page = modules.openWith("app", "alerts", "query", "store");
        // A shop that sends a figure at some second, and records the alerts.
        page.evaluate("""
                () => {
                  window.shop = (rules, search = '') => {
                    const kinds = { total_sales: 'money', num_orders: 'count', gross_margin: 'share', refunds: 'money',
                      average_order_value: 'cents' };
                    const choices = query.read(search);
                    let state = { ...store.initial(), choices, socket: 'open', view: null };
                    let watch = alerts.initial();
                    const shop = {
                      announced: [],
                      hear(second, event) {
                        const judged = alerts.heard(watch, rules, kinds, event, state, second * 1000);
                        watch = judged.watch;
                        shop.announced.push(...judged.announced.map(({ metric }) => `${metric} at ${second}`));
                      },
                      choose(second, next) {
                        state = { ...state, choices: query.read(next) };
                        shop.hear(second, { type: 'chosen', choices: state.choices });
                      },
                      say(second, metrics, type = 'update', window = {}, problems = null) {
                        state = { ...state, view: { metrics, window, problems } };
                        shop.hear(second, { type: 'message', message: { type } });
                      },
                      active: () => alerts.active(watch, rules)
                        .map(({ rule, alarm }) => `${alarm.isPast ? 'was ' : ''}${alarm.side} ${rule[alarm.side]}`).join(),
                    };
                    shop.choose(-10, search);
                    return shop;
                  };
                  window.rule = (limits, metric = 'total_sales', scope = '') => (
                    { metric, scope, above: null, below: null, sound: false, notify: false, ...limits });
                }""");
    }

    @AfterAll
    static void close() {
        modules.close();
    }

    @ParameterizedTest
    @CsvSource({
        "total_sales, above, 1000, 1000, ''",
        "total_sales, above, 1000, 1001, above 1000",
        "total_sales, below, 1000, 1000, ''",
        "total_sales, below, 1000, 999, below 1000",
        "total_sales, above, -100, -90, above -100",
        "gross_margin, below, 40, 0.41, ''",
        "gross_margin, below, 40, 0.39, below 40",
        "gross_margin, below, 40, , ''",
        "refunds, below, 5, , below 5",
        "refunds, above, 5, , ''"
    })
    void figure_beyondALimit_firesAtOnce(String metric, String side, int limit, Double value, String active) {
        assertThat(page.evaluate("""
                        ([metric, side, limit, value]) => {
                          const a = shop([rule({ [side]: limit }, metric)]);
                          a.say(0, { total_sales: 1, [metric]: value ?? undefined }, 'view');
                          return [a.active(), a.announced.length];
                        }""", Arrays.asList(metric, side, limit, value)))
                .isEqualTo(List.of(active, active.isEmpty() ? 0 : 1));
    }

    @Test
    void figure_thatSwingsAroundItsLimit_isAnnouncedOnceInHalfAMinute() {
        assertThat(page.evaluate("""
                        () => {
                          const a = shop([rule({ above: 1000 })]);
                          a.say(0, { total_sales: 900 }, 'view');
                          for (let second = 0.25; second < 120; second += 0.25) {
                            a.say(second, { total_sales: second % 1 < 0.5 ? 1010 : 995 });
                          }
                          return a.announced.join();
                        }""")).as("it never ends").isEqualTo("total_sales at 0.25");
        assertThat(page.evaluate("""
                        () => {
                          const a = shop([rule({ above: 1000 })]);
                          a.say(0, { total_sales: 900 }, 'view');
                          for (let second = 0.25; second < 60; second += 0.25) {
                            a.say(second, { total_sales: second % 12 < 1 ? 2000 : 100 });
                          }
                          return a.announced.join();
                        }"""))
                .as("it ends and fires again each 12 s")
                .isEqualTo("total_sales at 0.25,total_sales at 36");
    }

    @Test
    void figure_thatIsBack_endsTheAlertAfterTheHoldTime() {
        assertThat(page.evaluate("""
                        () => {
                          const a = shop([rule({ above: 1000 })]);
                          const said = [];
                          const say = (second, value) => { a.say(second, { total_sales: value }); said.push(a.active()); };
                          a.say(0, { total_sales: 1001 }, 'view');
                          say(2.9, 990);    // the words do not flicker
                          say(3, 990);      // too near to be back
                          say(20, 981);
                          say(21, 980);     // 2 % inside
                          say(25, 981);     // near again: the hold time restarts
                          say(34, 980);
                          say(34.9, 980);
                          say(35, 980);
                          return said.join('; ');
                        }"""))
                .isEqualTo(
                        "above 1000; was above 1000; was above 1000; was above 1000; was above 1000; was above 1000; was above 1000; ");
    }

    @Test
    void figure_thatStaysAtItsLimit_endsTheAlertAfterAMinute() {
        assertThat(page.evaluate("""
                        () => {
                          const a = shop([rule({ below: 1 }, 'num_orders')]);
                          a.say(0, { num_orders: 0 }, 'view');
                          a.say(59.9, { num_orders: 1 });
                          const before = a.active();
                          a.hear(60, { type: 'message', message: { type: 'heartbeat' } });
                          return [before, a.active()];
                        }""")).isEqualTo(List.of("was below 1", ""));
    }

    @Test
    void figure_thatJumpsFromOneLimitToTheOther_firesAgainAndIsAnnouncedWhenItMay() {
        assertThat(page.evaluate("""
                        () => {
                          const a = shop([rule({ above: 1000, below: 100 })]);
                          a.say(0, { total_sales: 2000 }, 'view');
                          a.say(5, { total_sales: 50 });
                          const jumped = a.active();
                          a.say(29.9, { total_sales: 50 });
                          a.say(30, { total_sales: 50 });
                          return [jumped, a.announced.join()];
                        }""")).isEqualTo(List.of("below 100", "total_sales at 0,total_sales at 30"));
    }

    @Test
    void scope_otherThanTheOneOfTheAlert_isNotJudged() {
        assertThat(page.evaluate("""
                        () => {
                          const a = shop([rule({ above: 1000 }, 'total_sales', 'window=5&country=Brasil')], '?country=Brasil&window=5');
                          a.say(0, { total_sales: 2000 }, 'view', { minutes: 5 });
                          const said = [a.active()];
                          a.choose(40, '?window=5');
                          said.push(a.active());
                          a.say(41, { total_sales: 9000 }, 'view', { minutes: 5 });
                          a.say(80, { total_sales: 9000 }, 'update', { minutes: 5 });
                          said.push(a.active());
                          return [said.join('; '), a.announced.join()];
                        }""")).isEqualTo(List.of("above 1000; ; ", "total_sales at 0"));
    }

    /** Until the first view of a new scope, the figures are those of the scope before. */
    @Test
    void scope_newlyChosen_isJudgedFromItsOwnFirstView() {
        assertThat(page.evaluate("""
                        () => {
                          const a = shop([rule({ above: 1000 }, 'total_sales', 'window=5')]);
                          a.say(0, { total_sales: 9000 }, 'view', { minutes: 1 });
                          a.choose(10, '?window=5');
                          a.say(13, { total_sales: 9000 }, 'update', { minutes: 1 });
                          a.say(14, { total_sales: 9000 }, 'view', { minutes: 1 });
                          const early = a.active();
                          a.say(15, { total_sales: 9000 }, 'view', { minutes: 5 });
                          return [early, a.active()];
                        }""")).isEqualTo(List.of("", "above 1000"));
        assertThat(page.evaluate("""
                        () => {
                          const a = shop([rule({ above: 1000 }, 'total_sales', 'country=Brasil')]);
                          a.say(0, { total_sales: 9000 }, 'view');
                          a.choose(10, '?country=China');
                          a.choose(10.1, '?country=Brasil');
                          a.say(10.2, { total_sales: 9000 }, 'view'); // of China
                          const early = a.active();
                          a.say(10.4, { total_sales: 100 }, 'view');
                          a.say(13, { total_sales: 100 });
                          return [early, a.active()];
                        }""")).isEqualTo(List.of("", ""));
    }

    @Test
    void lowerLimitOfASum_isNotJudgedWhileTheWindowFills() {
        assertThat(page.evaluate("""
                        () => {
                          const a = shop([rule({ below: 1000 }), rule({ below: 40 }, 'gross_margin')]);
                          a.say(0, { total_sales: 1, gross_margin: 0.1 }, 'view', { covered_seconds: 5 });
                          const filling = a.active();
                          a.say(1, { total_sales: 1, gross_margin: 0.1 });
                          return [filling, a.active()];
                        }""")).isEqualTo(List.of("below 40", "below 1000,below 40"));
    }

    @Test
    void figure_thatIsUnknown_isNotJudged() {
        assertThat(page.evaluate("""
                        () => {
                          const a = shop([rule({ below: 10 }, 'average_order_value'), rule({ below: 10 }, 'num_orders')]);
                          a.say(0, { num_orders: 0, average_order_value: 0 }, 'view', {}, { all_rejected: true });
                          const unusable = a.active();
                          a.say(1, { num_orders: 0, average_order_value: 0 });
                          return [unusable, a.active()];
                        }""")).isEqualTo(List.of("", "below 10"));
    }

    @Test
    void disconnecting_endsAlerts() {
        assertThat(page.evaluate("""
                        () => {
                          const a = shop([rule({ above: 1000 })]);
                          a.say(0, { total_sales: 2000 }, 'view');
                          a.hear(1, { type: 'wanted', wanted: false });
                          return a.active();
                        }""")).isEqualTo("");
    }

    @Test
    void scope_isTheSameInWhicheverOrderItWasChosen() {
        assertThat(page.evaluate("""
                        () => ['?country=France&country=China&age=18-24&window=5', '?window=5&age=18-24&country=China&country=France']
                          .map((search) => alerts.scopeOf(query.read(search)))"""))
                .isEqualTo(List.of(
                        "window=5&age=18-24&country=China&country=France",
                        "window=5&age=18-24&country=China&country=France"));
    }

    @Test
    void rules_ofAnEarlierVersion_belongToEverything() {
        assertThat(page.evaluate("""
                        () => alerts.parse({
                          total_sales: { above: 60000, below: null, sound: true },
                          gross_margin: { above: null, below: 40, sound: false },
                          num_orders: { above: null, below: null, sound: false },
                        })"""))
                .isEqualTo(List.of(
                        rule("total_sales", "", 60_000, null, true), rule("gross_margin", "", null, 40, false)));
    }

    @Test
    void rules_storedByThisVersion_areTheSameAgain() {
        assertThat((Boolean) page.evaluate("""
                () => {
                  const rules = [rule({ above: 10, notify: true }, 'num_orders', 'country=Brasil&not.item_status=Cancelled'),
                    rule({ below: 0.5, sound: true }, 'average_order_value')];
                  return JSON.stringify(alerts.parse(JSON.parse(JSON.stringify(rules)))) === JSON.stringify(rules);
                }""")).isTrue();
    }

    @Test
    void rules_thatCannotBeUsed_areLeftOut() {
        assertThat(page.evaluate("""
                        () => [null, 7, 'alerts', [null, 7, {}, { metric: 'total_sales' }],
                          [rule({ above: 'many' })], [rule({ above: 1, below: 2 })], [rule({ above: 1 }, 'total_sales', 5)]]
                          .map((stored) => alerts.parse(stored).length).join()""")).isEqualTo("0,0,0,0,0,0,0");
        assertThat(page.evaluate("""
                        () => alerts.parse(Array.from({ length: 60 }, (_, i) => rule({ above: 1 }, `figure_${i}`))).length""")).isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 20, The upper limit must be greater than the lower one.",
        "10, 10, The upper limit must be greater than the lower one.",
        "20, 10, ''",
        "20, , ''",
        ", 10, ''"
    })
    void limits_thatCrossEachOther_areRefused(Integer above, Integer below, String problem) {
        assertThat(page.evaluate("([above, below]) => alerts.problemOf({ above, below })", Arrays.asList(above, below)))
                .isEqualTo(problem);
    }

    private static Map<String, Object> rule(String metric, String scope, Integer above, Integer below, boolean sound) {
        Map<String, Object> rule = new HashMap<>();
        rule.put("metric", metric);
        rule.put("scope", scope);
        rule.put("above", above);
        rule.put("below", below);
        rule.put("sound", sound);
        rule.put("notify", false);
        return rule;
    }
}
