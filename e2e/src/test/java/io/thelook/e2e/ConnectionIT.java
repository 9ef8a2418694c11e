package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page's connection to the dashboard when a handshake hangs. Time in the page is the test's. */
class ConnectionIT {

    private static final Path MODULES = Path.of("..", "dashboard", "src", "main", "resources", "web", "app");
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Chromium chromium;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
    }

    @AfterAll
    static void stop() {
        chromium.close();
    }

    /** The attempt hung for two minutes after the path was healthy again. */
    @Test
    void hungHandshake_isGivenUpAndTriedAgain() throws IOException {
        try (PlainFeed feed = new PlainFeed("[]", 200);
                ServiceProcess dashboard = ServiceProcess.dashboard(feed.uri());
                HangingProxy proxy = new HangingProxy(dashboard.uri("http", "/"));
                DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            tab.page().clock().install();
            tab.open(proxy.uri("/?connect=true").toString());
            await().atMost(SOON).until(() -> proxy.hanging() == 1);

            proxy.heal();
            tab.page().clock().fastForward(10_000);

            await().atMost(SOON).until(() -> proxy.givenUp() == 1);
            tab.awaitLevel("live", SOON.toMillis());
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @Test
    void attempt_isGivenUpAfterTenSeconds_andItsLateEventsDisturbNothing() {
        assertThat(events("""
                        connection.open();
                        pass(9_999);
                        note('ten seconds');
                        pass(1);
                        pass(250);
                        sockets[0].happen('open');
                        sockets[0].happen('message', { data: '{"type":"heartbeat","now":5}' });
                        sockets[0].happen('close');
                        note('late events');
                        sockets[1].happen('open');"""))
                .containsExactly(
                        "connecting 0",
                        "ten seconds",
                        "closed 0",
                        "lost 1",
                        "ask",
                        "connecting 1",
                        "late events",
                        "open");
    }

    @Test
    void attemptThatOpensInTime_isLeftAlone() {
        assertThat(events("""
                        connection.open();
                        pass(9_000);
                        sockets[0].happen('open');
                        pass(1_500);""")).containsExactly("connecting 0", "open");
    }

    @Test
    void attemptsThatHang_waitLongerAndLonger() {
        assertThat(events("""
                        connection.open();
                        pass(10_000);
                        pass(250);
                        pass(10_000);
                        pass(500);
                        pass(10_000);"""))
                .containsExactly(
                        "connecting 0",
                        "closed 0",
                        "lost 1",
                        "ask",
                        "connecting 1",
                        "closed 1",
                        "lost 2",
                        "connecting 2",
                        "closed 2",
                        "lost 3");
    }

    @Test
    void attemptThatIsNotWantedAnyMore_isNotCalledLost() {
        assertThat(events("""
                        connection.open();
                        connection.close();
                        pass(60_000);""")).containsExactly("connecting 0", "closed 0");
    }

    /** Whether the page is still the one that the dashboard serves. */
    @Test
    void reconnection_asksTheDashboard_andTheFirstConnectionDoesNot() {
        assertThat(events("""
                        connection.open();
                        pass(1);
                        sockets[0].happen('open');
                        note('first');
                        sockets[0].happen('close');
                        pass(250);
                        sockets[1].happen('open');"""))
                .containsExactly("connecting 0", "open", "first", "closed 0", "lost 1", "connecting 1", "open", "ask");
    }

    @Test
    void choicesInQuickSuccession_areTwoRequests_becauseTheDashboardIgnoresTooMany() {
        assertThat(events("""
                        const queries = (socket) => socket.sent.filter(({ type }) => type === 'subscribe')
                          .map(({ query }) => query).join(' ');
                        connection.open();
                        sockets[0].happen('open');
                        'abcdefghijklmn'.split('').forEach((name) => connection.subscribe(`country=${name}`));
                        note(queries(sockets[0]));
                        pass(200);
                        note(queries(sockets[0]));
                        pass(200);
                        connection.subscribe('');
                        note(queries(sockets[0]));"""))
                .containsExactly("connecting 0", "open", "country=a", "country=a country=n", "country=a country=n ");
    }

    @Test
    void choiceWhileConnecting_isRequestedWhenTheConnectionOpens() {
        assertThat(events("""
                        connection.open();
                        pass(5_000);
                        connection.subscribe('window=1');
                        sockets[0].happen('open');
                        note(sockets[0].sent.map(({ query }) => query ?? '').join(' ').trim());""")).containsExactly("connecting 0", "open", "window=1");
    }

    /** The events of a connection during a sequence of steps with it, its sockets and the time. */
    private static List<String> events(String steps) {
        try (Page page = chromium.browser().newPage()) {
            page.route("http://modules.test/**", ConnectionIT::serve);
            page.navigate("http://modules.test/");
            List<?> events = (List<?>) page.evaluate("""
                    async (steps) => {
                      const { Connection } = await import('/connection.js');
                      const events = [];
                      const note = (text) => events.push(text);

                      let now = 0;
                      let timers = [];
                      const add = (run, wait, every) => {
                        const timer = { run, at: now + wait, every };
                        timers.push(timer);
                        return timer;
                      };
                      window.setTimeout = (run, wait) => add(run, wait, 0);
                      window.setInterval = (run, every) => add(run, every, every);
                      window.clearTimeout = window.clearInterval = (gone) => {
                        timers = timers.filter((timer) => timer !== gone);
                      };
                      performance.now = () => now;
                      Math.random = () => 0.9;
                      const pass = (millis) => {
                        const end = now + millis;
                        for (;;) {
                          const [next] = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
                          if (next === undefined) {
                            now = end;
                            return;
                          }
                          now = next.at;
                          next.at += next.every;
                          if (next.every === 0) {
                            clearTimeout(next);
                          }
                          next.run();
                        }
                      };

                      const sockets = [];
                      window.WebSocket = class extends EventTarget {
                        static OPEN = 1;
                        readyState = 0;
                        number = sockets.push(this) - 1;
                        happen(type, properties) {
                          this.readyState = type === 'open' ? 1 : this.readyState;
                          this.dispatchEvent(Object.assign(new Event(type), properties));
                        }
                        sent = [];
                        send(text) { this.sent.push(JSON.parse(text)); }
                        close() { note(`closed ${this.number}`); }
                      };
                      const connection = new Connection(new URL('http://modules.test/live'), ({ type, attempt }) =>
                        note(attempt === undefined ? type : `${type} ${attempt}`), () => {
                        note('ask');
                        return new Promise(() => {});
                      });
                      new Function('connection', 'sockets', 'note', 'pass', steps)(connection, sockets, note, pass);
                      return events;
                    }""", steps);
            return events.stream().map(String::valueOf).toList();
        }
    }

    private static void serve(Route route) {
        String file = URI.create(route.request().url()).getPath().substring(1);
        route.fulfill(
                file.isEmpty()
                        ? new Route.FulfillOptions().setContentType("text/html").setBody("<!doctype html>")
                        : new Route.FulfillOptions()
                                .setContentType("text/javascript")
                                .setPath(MODULES.resolve(file)));
    }
}
