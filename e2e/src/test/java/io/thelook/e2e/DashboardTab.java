package io.thelook.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The page as a person sees and uses it. */
final class DashboardTab implements AutoCloseable {

    /** For immediate reactions of the page; a test that waits for the shop sets a longer limit. */
    private static final double PATIENCE_MILLIS = 10_000;

    /** A card that is shown. */
    private static final String CARD = ".card:not([hidden])";

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    DashboardTab(Browser browser, int width, int height, ColorScheme scheme) {
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setIgnoreHTTPSErrors(true)
                .setLocale("en-US"));
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !isOfConnection(message)) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> requests.add(request.url()));
    }

    private static boolean isOfConnection(ConsoleMessage message) {
        return message.text().contains("WebSocket connection to")
                || message.location().matches(".*/live(\\?[^:]*)?:\\d+:\\d+");
    }

    /** Opens a page, and waits for the script that the dashboard adds after the first paint. */
    void open(String address) {
        page.navigate(address);
        page.locator("body.started, body:not([data-app])").waitFor();
    }

    Page page() {
        return page;
    }

    /**
     * Errors in the console, except those of failed connections, which the page reports itself.
     */
    List<String> complaints() {
        return complaints;
    }

    List<String> requests() {
        return requests;
    }

    /** The names of the cookies that the browser has. */
    List<String> cookies() {
        return context.cookies().stream().map(cookie -> cookie.name).toList();
    }

    /** The address as the page has it now, which Playwright itself learns only with its next message. */
    String address() {
        return (String) page.evaluate("location.href");
    }

    Locator checkbox() {
        return page.getByLabel("Connect to WS Server");
    }

    void awaitLevel(String level, double timeoutMillis) {
        page.locator("#state[data-level=" + level + "]")
                .waitFor(new Locator.WaitForOptions()
                        .setState(WaitForSelectorState.ATTACHED)
                        .setTimeout(timeoutMillis));
    }

    String notice() {
        return page.locator("#notice").textContent();
    }

    /** The displayed delay of orders; empty while it is unknown. */
    String latency() {
        return page.locator("#latency:not(.latency-unknown)").count() == 0
                ? ""
                : page.locator("#latency").innerText().replaceAll("\\s+", " ");
    }

    List<String> values() {
        return page.locator(CARD + " .card-value").allTextContents();
    }

    /** Whether the first figure is known, and not zero. */
    boolean hasFigures() {
        return !List.of("–", "0").contains(values().get(0));
    }

    /** Whether each figure has room on its card. */
    boolean valuesFit() {
        return fits(".card-value");
    }

    /** Whether there is room for the text about the changes. */
    boolean deltasFit() {
        return fits(".card-delta-words");
    }

    private boolean fits(String selector) {
        return (Boolean) page.evaluate("""
                selector => [...document.querySelectorAll(selector)].every((text) => text.scrollWidth <= text.clientWidth)""", selector);
    }

    List<String> deltas() {
        return page.locator(CARD + " .card-delta-value").allTextContents();
    }

    List<String> trends() {
        return page.locator(CARD + " .card-delta").all().stream()
                .map(delta -> delta.getAttribute("data-trend"))
                .toList();
    }

    String spokenBars(String field) {
        return chart(field).locator(".chart-canvas").getAttribute("aria-label");
    }

    /** The names under the bars, from left to right, as they are drawn. */
    List<String> drawnNames(String field, List<String> known) {
        return chart(field).locator("svg text").allTextContents().stream()
                .filter(known::contains)
                .toList();
    }

    /** A bar as it is drawn: its length in pixels and its colour. */
    record DrawnBar(double length, String colour) {}

    /** The bars from left to right, or from the top to the bottom if they lie. */
    List<DrawnBar> drawnBars(String field) {
        List<?> bars = (List<?>) chart(field).locator(".chart-canvas svg").evaluate("""
                svg => {
                  const style = getComputedStyle(document.documentElement);
                  const colours = new Set([...Array(16).keys()].map(i => style.getPropertyValue(`--series-${i}`).trim()));
                  const bars = [...svg.querySelectorAll('path')]
                    .filter(path => colours.has(path.getAttribute('fill')))
                    .map(path => ({ box: path.getBBox(), colour: path.getAttribute('fill') }));
                  const lie = bars.every(({ box }) => Math.abs(box.x - bars[0].box.x) < 0.1);
                  return bars.sort((a, b) => (lie ? a.box.y - b.box.y : a.box.x - b.box.x))
                    .map(({ box, colour }) => [lie ? box.width : box.height, colour]);
                }""");
        return bars.stream()
                .map(bar -> (List<?>) bar)
                .map(bar -> new DrawnBar(((Number) bar.get(0)).doubleValue(), (String) bar.get(1)))
                .toList();
    }

    Locator chart(String field) {
        return page.locator(".chart[data-field=" + field + "]:not([data-kind=map])");
    }

    /** The filters, in the words of the chips. */
    List<String> chips() {
        return page.locator("#chips button[data-property]:not([data-property=''])").allInnerTexts().stream()
                .map(text -> text.replace(" ×", ""))
                .toList();
    }

    /** Clicks on a bar, wherever it ends: at its place along the axis of the names. */
    void clickBar(String field, int number, int of) {
        BoundingBox canvas = chart(field).locator(".chart-canvas").boundingBox();
        double place = (number + 0.5) / of;
        if (areBarsLying(field)) {
            page.mouse().click(canvas.x + canvas.width * 0.4, canvas.y + 8 + (canvas.height - 16) * place);
        } else {
            page.mouse().click(canvas.x + canvas.width * place, canvas.y + canvas.height * 0.3);
        }
    }

    /** Bars that lie begin at one line, even while they grow; bars that stand do not. */
    private boolean areBarsLying(String field) {
        return (Boolean) chart(field).locator(".chart-canvas svg").evaluate("""
                svg => {
                  const bars = [...svg.querySelectorAll('path[ecmeta_data_index]')].map(path => path.getBBox());
                  return bars.every(({ x }) => Math.abs(x - bars[0].x) < 0.1);
                }""");
    }

    /** Uses a tool of a panel: "table", "png" or "full". */
    void useTool(Locator panel, String tool) {
        panel.locator("summary").click();
        panel.locator(".tool-" + tool).click();
    }

    /** Shows every chart that is in use as a table. */
    void showTables() {
        page.locator(".chart:has(.tool-table):visible").all().forEach(panel -> useTool(panel, "table"));
    }

    /** Ticks or unticks a box of the filters. */
    void toggleFilter(String words) {
        Locator filters = page.locator(".filters-button");
        (filters.isVisible() ? filters : page.locator(".menu-button")).click();
        page.getByText(words).click();
        page.keyboard().press("Escape");
    }

    /** Clicks an item of the menu. */
    void useMenu(String id) {
        page.locator(".menu-button").click();
        page.locator("#" + id).click();
        if (page.locator("#menu").isVisible()) {
            page.keyboard().press("Escape");
        }
    }

    /** The rows of a grid that do not reach its edges, have a gap, or have panels of different heights. */
    @SuppressWarnings("unchecked")
    List<String> holes(String grid) {
        return (List<String>) page.locator(grid).evaluate("""
                grid => {
                  const whole = grid.getBoundingClientRect();
                  const gap = parseFloat(getComputedStyle(grid).columnGap);
                  const rows = new Map();
                  for (const panel of grid.children) {
                    const box = panel.getBoundingClientRect();
                    if (box.width > 0) {
                      const row = Math.round(box.top);
                      rows.set(row, [...(rows.get(row) ?? []), box]);
                    }
                  }
                  return [...rows.values()].filter((boxes) => {
                    boxes.sort((a, b) => a.left - b.left);
                    const widths = boxes.reduce((sum, { width }) => sum + width, 0) + gap * (boxes.length - 1);
                    return Math.abs(widths - whole.width) > 2 || Math.abs(boxes[0].left - whole.left) > 1
                      || boxes.some(({ height }) => Math.abs(height - boxes[0].height) > 1);
                  }).map((boxes) => boxes.map(({ left, right, height }) => `${left} to ${right}, ${height} high`)
                    .join('; '));
                }""");
    }

    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
    }

    /** The whole page in a window that is as high: what is out of sight is not drawn. */
    void screenshotOfAll(String name) {
        int height = ((Number) page.evaluate("document.documentElement.scrollHeight")).intValue();
        page.setViewportSize(page.viewportSize().width, height);
        page.waitForFunction("""
                () => [...document.querySelectorAll('.chart:not([hidden])')]
                  .every((chart) => chart.querySelector('svg path, tbody tr')
                    && chart.getAnimations({ subtree: true }).length === 0)""");
        screenshot(name);
    }

    @Override
    public void close() {
        context.close();
    }
}
