package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page's modules that need a browser, but not the page. {@code src/test/web} has the tests of the others. */
class ModulesIT {

    private static PageModules modules;
    private static Page page;

    @BeforeAll
    static void load() {
        modules = new PageModules();
        page = modules.openWith("app", "svg");
    }

    @AfterAll
    static void close() {
        modules.close();
    }

    @Test
    void wrapped_breaksAtSpacesAndLongWordsAnywhere() {
        assertThat(page.evaluate("""
                        async () => {
                          const { wrapped } = await import('/app/panels/tools.js');
                          return wrapped('one two three extraordinary x', 9, (text) => text.length).join('|');
                        }""")).isEqualTo("one two|three ext|raordinar|y x");
    }

    @Test
    void figureThatBecomesUnknownWhileItCounts_isNotZeroInTheMeantime() {
        assertThat(page.evaluate("""
                        async () => {
                          const { mountCard } = await import('/app/panels/card.js');
                          const { initial } = await import('/app/store.js');
                          document.body.innerHTML = `<article data-metric="num_orders" data-kind="count">
                            <p class="card-value"></p><p class="card-delta"></p><p class="card-delta-value"></p>
                            <p class="card-delta-spoken"></p><p class="card-compare-words"></p>
                            <p class="card-compare-change"></p>
                            <svg class="card-spark"><path class="spark-area"/><path class="spark-line"/></svg></article>`;
                          const value = document.querySelector('.card-value');
                          const shown = [];
                          new MutationObserver(() => shown.push(value.textContent)).observe(value, { childList: true, characterData: true, subtree: true });
                          const card = mountCard(document.querySelector('article'));
                          const show = (metrics) => card.update({ ...initial(), view: { type: 'view', metrics } });
                          const frame = () => new Promise((done) => setTimeout(done, 100));
                          show({ num_orders: 1000 });
                          show({ num_orders: 2000 });
                          await frame();
                          show({});
                          await frame();
                          await frame();
                          await frame();
                          return shown.includes('0') || value.textContent;
                        }""")).isEqualTo("–");
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
