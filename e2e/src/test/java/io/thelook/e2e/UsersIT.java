package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users who sign in with a password, in a real browser. */
class UsersIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PASSWORD = "correct horse";

    @TempDir
    private static Path folder;

    private static Chromium chromium;
    private static ServiceProcess producer;
    private static ServiceProcess dashboard;
    private static Path users;
    private static String hash;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        chromium = new Chromium();
        hash = hash(PASSWORD);
        users = Files.writeString(folder.resolve("users"), "anna:" + hash + ":admin\nben:" + hash + "\n");
        producer = ServiceProcess.producer(Map.of("REFRESH_SECONDS", "1"));
        dashboard = start(Map.of());
    }

    @AfterAll
    static void stop() {
        dashboard.close();
        producer.close();
        chromium.close();
    }

    private static ServiceProcess start(Map<String, String> further) {
        Map<String, String> settings = new HashMap<>(
                Map.of("FEED", producer.uri("ws", "/ws").toString(), "DASHBOARD_USERS", users.toString()));
        settings.putAll(further);
        return ServiceProcess.start("dashboard", ServiceProcess.freePort(), settings);
    }

    /** The command of the README. */
    private static String hash(String password) throws IOException, InterruptedException {
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        "../dashboard/target/quarkus-app/quarkus-run.jar",
                        "hash-password")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        command.getOutputStream().write((password + "\n").getBytes(StandardCharsets.UTF_8));
        command.getOutputStream().close();
        String hash = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(command.waitFor()).isZero();
        return hash;
    }

    private static DashboardTab tab() {
        return new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT);
    }

    private static void signIn(Page page, String name, String password) {
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill(password);
        page.locator("#form button").click();
    }

    @Test
    void person_signsIn_watches_andSignsOut() {
        try (DashboardTab tab = tab()) {
            Page page = tab.page();
            page.navigate(dashboard.uri("http", "/?connect=true&window=5").toString());
            assertThat(page.title()).startsWith("Sign in");
            assertThat(Axe.violations(page)).isEmpty();

            signIn(page, "ben", "wrong horse");
            page.getByText("The name or the password is wrong.").waitFor();
            signIn(page, "ben", PASSWORD);
            page.locator("body.started").waitFor();
            tab.awaitLevel("live", 10_000);

            assertThat(tab.address()).contains("window=5");
            page.getByLabel("Menu").click();
            assertThat(page.locator("#signout").innerText().replaceAll("\\s+", " "))
                    .isEqualTo("Sign out ben");
            assertThat(page.getByText("See incoming data").count()).isZero();
            assertThat(page.locator("#share").count()).isZero();
            page.locator("#signout").click();
            page.getByLabel("Password").waitFor();
            page.reload();
            assertThat(page.title()).startsWith("Sign in");
        }
    }

    @Test
    void sessionThatEnds_isReportedOnThePage_whichOffersToSignInAgain() {
        try (ServiceProcess shortLived = start(Map.of("SESSION_HOURS", "0.002"));
                DashboardTab tab = tab()) {
            Page page = tab.page();
            page.navigate(shortLived.uri("http", "/?connect=true").toString());
            signIn(page, "ben", PASSWORD);
            page.locator("body.started").waitFor();
            tab.awaitLevel("live", 10_000);

            Locator again = page.locator("#again");
            again.waitFor(new Locator.WaitForOptions().setTimeout(SOON.toMillis()));
            assertThat(again.innerText()).contains("Your sign-in has ended.");
            await().atMost(SOON)
                    .until(() -> page.locator(".state-word").innerText().equals("Sign in again"));
            assertThat(Axe.violations(page)).isEmpty();
            again.getByRole(AriaRole.BUTTON).click();
            signIn(page, "ben", PASSWORD);
            page.locator("body.started").waitFor();
            tab.awaitLevel("live", 10_000);
        }
    }

    @Test
    void userWhoIsRemoved_losesThePage() throws IOException {
        Path others = Files.writeString(folder.resolve("others"), "eve:" + hash + "\nben:" + hash + "\n");
        try (ServiceProcess own = start(Map.of("DASHBOARD_USERS", others.toString()));
                DashboardTab eve = tab();
                DashboardTab ben = tab()) {
            eve.page().navigate(own.uri("http", "/?connect=true").toString());
            signIn(eve.page(), "eve", PASSWORD);
            eve.page().locator("body.started").waitFor();
            eve.awaitLevel("live", 10_000);
            ben.page().navigate(own.uri("http", "/?connect=true").toString());
            signIn(ben.page(), "ben", PASSWORD);
            ben.page().locator("body.started").waitFor();

            Files.writeString(others, "ben:" + hash + "\n");

            eve.page().locator("#again").waitFor(new Locator.WaitForOptions().setTimeout(SOON.toMillis()));
            ben.awaitLevel("live", 10_000);
            assertThat(ben.page().locator("#again").isVisible()).isFalse();
            assertThat(own.log())
                    .contains("DASHBOARD_USERS: read again, 1 users")
                    .doesNotContain("$2b$");
        }
    }

    @Test
    void administrator_sharesAView_withAGuestWhoSeesNothingElse() {
        String link;
        try (DashboardTab tab = tab()) {
            Page page = tab.page();
            page.navigate(dashboard.uri("http", "/?connect=true&window=5").toString());
            signIn(page, "anna", PASSWORD);
            page.locator("body.started").waitFor();
            tab.awaitLevel("live", 10_000);
            page.getByLabel("Menu").click();
            page.locator("#share").click();
            assertThat(Axe.violations(page)).isEmpty();
            page.getByText("Make a link").click();
            page.locator(".share-link").waitFor();
            link = page.locator(".share-link input").inputValue();
            assertThat(Axe.violations(page)).isEmpty();
        }
        try (DashboardTab guest = tab()) {
            Page page = guest.page();
            guest.open(link);
            guest.awaitLevel("live", 10_000);
            assertThat(page.locator("span.state-word").isVisible()).isTrue();
            assertThat(page.locator(".state-word").innerText()).isEqualTo("Live");

            assertThat(guest.address()).startsWith(link + "/?window=5");
            assertThat(page.locator(".scope-period").innerText()).startsWith("Last 5 minutes");
            assertThat(page.locator("#ask").isVisible()).isFalse();
            await().atMost(SOON).until(guest::hasFigures);
            page.keyboard().press("1");
            page.locator(".chart-canvas").first().click();
            assertThat(guest.address()).startsWith(link + "/?window=5");
            page.getByLabel("Menu").click();
            assertThat(page.locator("#csv").isVisible()).isFalse();
            assertThat(page.locator("[href=connect]").count()).isZero();
            assertThat(page.locator("#signout").count()).isZero();
            page.navigate(link + "/?window=15");
            assertThat(guest.address()).startsWith(link + "/?window=5");
            assertThat(guest.complaints()).isEmpty();
            page.navigate(dashboard.uri("http", "/").toString());
            assertThat(page.title()).startsWith("Sign in");
        }
    }

    @Test
    void wallDisplay_isSharedAsOne() {
        try (DashboardTab tab = tab();
                DashboardTab wall = tab()) {
            Page page = tab.page();
            page.navigate(dashboard.uri("http", "/").toString());
            signIn(page, "anna", PASSWORD);
            page.locator("body.started").waitFor();
            page.getByLabel("Menu").click();
            page.locator("#share").click();
            page.getByText("As a wall display").click();
            page.getByText("Make a link").click();
            page.locator(".share-link").waitFor();

            wall.open(page.locator(".share-link input").inputValue());

            wall.awaitLevel("live", 10_000);
            assertThat(wall.page().locator("body.kiosk").count()).isOne();
        }
    }

    @Test
    void log_saysAtTheStartWhetherPeopleMustSignIn() {
        assertThat(dashboard.log()).containsOnlyOnce("sign-in is on: users must sign in");
        try (ServiceProcess open = ServiceProcess.dashboard(producer.uri("ws", "/ws"))) {
            assertThat(open.log().lines().filter(line -> line.contains("sign-in is off")))
                    .singleElement()
                    .asString()
                    .contains("WARN", "DASHBOARD_USERS", "OIDC_ISSUER");
        }
        try (ServiceProcess own = ServiceProcess.start(
                "dashboard",
                ServiceProcess.freePort(),
                Map.of("FEED", producer.uri("ws", "/ws").toString(), "QUARKUS_HTTP_HOST", "127.0.0.1"))) {
            assertThat(own.log().lines().filter(line -> line.contains("sign-in is off")))
                    .singleElement()
                    .asString()
                    .contains("INFO");
        }
    }
}
