package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Users who sign in through an OpenID Connect provider, in a real browser. */
class OidcIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String CLIENT_SECRET = "secret-of-the-client";

    private static Chromium chromium;
    private static MockOAuth2Server provider;
    private static ServiceProcess producer;
    private static ServiceProcess dashboard;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        provider = provider();
        producer = ServiceProcess.producer(Map.of("REFRESH_SECONDS", "1"));
        dashboard = dashboard(Map.of("OIDC_SIGN_OUT", "true"));
    }

    /** Asks for the name of the user, and for further claims in JSON. */
    private static MockOAuth2Server provider() {
        MockOAuth2Server server = new MockOAuth2Server(OAuth2Config.Companion.fromJson("{\"interactiveLogin\": true}"));
        server.start();
        return server;
    }

    @AfterAll
    static void stop() {
        dashboard.close();
        producer.close();
        provider.shutdown();
        chromium.close();
    }

    private static ServiceProcess dashboard(Map<String, String> further) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "FEED",
                producer.uri("ws", "/ws").toString(),
                "OIDC_ISSUER",
                provider.issuerUrl("shop").toString(),
                "OIDC_CLIENT_ID",
                "dashboard",
                "OIDC_CLIENT_SECRET",
                CLIENT_SECRET));
        settings.putAll(further);
        return ServiceProcess.start("dashboard", ServiceProcess.freePort(), settings);
    }

    private static DashboardTab tab() {
        return new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT);
    }

    private static void signIn(Page page, String name, String claims) {
        page.getByText("Sign in with your organization").click();
        signInAtProvider(page, name, claims);
    }

    private static void signInAtProvider(Page page, String name, String claims) {
        page.locator("[name=username]").fill(name);
        page.locator("[name=claims]").fill(claims);
        page.locator("[type=submit]").click();
    }

    @Test
    void person_signsInThroughTheProvider_watches_andSignsOut() {
        try (DashboardTab tab = tab()) {
            Page page = tab.page();
            page.navigate(dashboard.uri("http", "/?connect=true&window=5").toString());
            assertThat(page.getByLabel("Password").count()).isZero();
            signIn(page, "ben", "{\"preferred_username\": \"ben\"}");

            page.locator("body.started").waitFor();
            tab.awaitLevel("live", 10_000);
            assertThat(tab.address())
                    .isEqualTo(dashboard.uri("http", "/?connect=true&window=5").toString());
            page.getByLabel("Menu").click();
            assertThat(page.locator("#signout").innerText()).contains("ben");
            assertThat(page.locator("#share").count()).isZero();
            assertThat(dashboard.log()).contains("ben (viewer) has signed in").doesNotContain(CLIENT_SECRET);

            page.locator("#signout").click();
            page.getByText("Sign in with your organization").waitFor();
            // The provider has forgotten the user, too: it asks for the name again.
            page.getByText("Sign in with your organization").click();
            page.locator("[name=username]").waitFor();
        }
    }

    @Test
    void administrator_isEveryUserWithTheRole() {
        try (DashboardTab tab = tab()) {
            Page page = tab.page();
            page.navigate(dashboard.uri("http", "/").toString());
            signIn(page, "anna", "{\"preferred_username\": \"anna\", \"groups\": [\"dashboard-admin\"]}");
            page.locator("body.started").waitFor();

            page.getByLabel("Menu").click();
            assertThat(page.locator("#share").isVisible()).isTrue();
        }
    }

    @Test
    void personWithoutTheRole_isRefused_inWords() {
        try (ServiceProcess narrow =
                        dashboard(Map.of("OIDC_VIEWER_ROLE", "shop", "OIDC_ROLES_CLAIM", "realm_access/roles"));
                DashboardTab stranger = tab();
                DashboardTab viewer = tab()) {
            stranger.page().navigate(narrow.uri("http", "/").toString());
            signIn(stranger.page(), "eve", "{\"preferred_username\": \"eve\", \"groups\": [\"shop\"]}");
            stranger.page().getByText("expected a user with the role shop").waitFor();
            assertThat(stranger.cookies())
                    .as("the next attempt asks the provider again")
                    .noneMatch(name -> name.startsWith("q_session"));
            assertThat(narrow.log()).doesNotContain("OIDC_VIEWER_ROLE is not set");
            assertThat(dashboard.log()).contains("OIDC_VIEWER_ROLE is not set");

            viewer.page().navigate(narrow.uri("http", "/").toString());
            signIn(viewer.page(), "ben", "{\"realm_access\": {\"roles\": [\"shop\"]}}");
            viewer.page().locator("body.started").waitFor();
        }
    }

    /** The claim of Google that names the Workspace of an account. */
    @Test
    void claimWithOneText_isARole() {
        try (ServiceProcess narrow = dashboard(Map.of("OIDC_VIEWER_ROLE", "example.com", "OIDC_ROLES_CLAIM", "hd"));
                DashboardTab stranger = tab();
                DashboardTab viewer = tab()) {
            stranger.page().navigate(narrow.uri("http", "/").toString());
            signIn(stranger.page(), "eve", "{\"hd\": \"evil.example\"}");
            stranger.page()
                    .getByText("expected a user with the role example.com")
                    .waitFor();

            viewer.page().navigate(narrow.uri("http", "/").toString());
            signIn(viewer.page(), "ben", "{\"hd\": \"example.com\"}");
            viewer.page().locator("body.started").waitFor();
        }
    }

    @Test
    void sessionThatEnds_sendsThePersonToTheProviderAgain() {
        try (ServiceProcess shortLived = dashboard(Map.of("SESSION_HOURS", "0.002"));
                DashboardTab tab = tab()) {
            Page page = tab.page();
            page.navigate(shortLived.uri("http", "/?connect=true").toString());
            signIn(page, "ben", "{}");
            page.locator("body.started").waitFor();
            tab.awaitLevel("live", 10_000);

            page.locator("#again").waitFor(new Locator.WaitForOptions().setTimeout(SOON.toMillis()));
            page.locator("#again button").click();

            page.getByText("Sign in with your organization").waitFor();
        }
    }

    @Test
    void providerThatDoesNotAnswer_isReported_andPasswordsStillWork() {
        try (ServiceProcess alone = dashboard(Map.of("OIDC_ISSUER", "http://localhost:1/shop"));
                DashboardTab tab = tab()) {
            Response answer =
                    tab.page().navigate(alone.uri("http", "/signin-oidc").toString());

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).contains("the sign-in provider does not answer");
            assertThat(alone.log()).doesNotContain(CLIENT_SECRET);
        }
    }

    @Test
    void missingClientId_stopsTheStart() throws InterruptedException {
        try (ServiceProcess failed = ServiceProcess.begin(
                "dashboard",
                ServiceProcess.freePort(),
                Map.of("OIDC_ISSUER", provider.issuerUrl("shop").toString()))) {
            assertThat(failed.awaitExit()).isOne();
            assertThat(failed.log().lines())
                    .filteredOn(line -> line.contains("OIDC_CLIENT_ID"))
                    .singleElement()
                    .asString()
                    .contains("expected the dashboard's name at the provider");
        }
    }

    @Test
    void answerOfTheProvider_withoutARequest_isRefused() {
        try (DashboardTab tab = tab()) {
            for (String query : List.of("?code=x&state=y", "?state=y", "?error=access_denied&state=y")) {
                Response answer = tab.page()
                        .navigate(dashboard.uri("http", "/signin-oidc" + query).toString());
                assertThat(answer.status()).as(query).isIn(200, 401);
            }
        }
    }

    /** Google, for example, where users cannot sign out. */
    @Test
    void providerWithoutAnEndOfSessions_signsPeopleInAndOut() throws IOException {
        String metadata = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(provider.wellKnownUrl("shop").uri())
                                .build(),
                        BodyHandlers.ofString())
                .join()
                .body();
        String without = metadata.replaceAll("\"end_session_endpoint\"\\s*:\\s*\"[^\"]*\"\\s*,", "");
        assertThat(metadata).contains("end_session_endpoint");
        assertThat(without).doesNotContain("end_session_endpoint");
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/shop/.well-known/openid-configuration", exchange -> {
            byte[] body = without.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        other.start();
        try (ServiceProcess own = dashboard(Map.of(
                        "OIDC_ISSUER", "http://localhost:" + other.getAddress().getPort() + "/shop"));
                DashboardTab tab = tab()) {
            Page page = tab.page();
            page.navigate(own.uri("http", "/").toString());
            signIn(page, "ben", "{}");
            page.locator("body.started").waitFor();
            assertThat(tab.cookies())
                    .as("only the session of the dashboard counts")
                    .noneMatch(name -> name.startsWith("q_session"))
                    .anyMatch(name -> name.startsWith("thelook-dashboard"));
            page.getByLabel("Menu").click();
            page.locator("#signout").click();

            page.getByText("Sign in with your organization").waitFor();
        } finally {
            other.stop(0);
        }
    }
}
