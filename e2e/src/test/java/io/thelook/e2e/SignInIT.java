package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signing in to the packaged services, with the link that their log shows. */
class SignInIT {

    private static final String TOKEN = "open sesame, please";

    private final CookieManager cookies = new CookieManager();
    private final HttpClient browser = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies)
            .build();

    @Test
    void linkInTheLog_signsInOnce_andTheCookieControlsTheShop() throws IOException, InterruptedException {
        try (ServiceProcess producer = ServiceProcess.producer(Map.of())) {
            URI link = producer.signInLink();
            assertThat(control(producer).statusCode()).isEqualTo(401);

            HttpResponse<String> signedIn =
                    browser.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofString());

            assertThat(signedIn.statusCode()).isEqualTo(303);
            assertThat(cookies.getCookieStore().getCookies())
                    .singleElement()
                    .satisfies(cookie -> assertThat(cookie.isHttpOnly()).isTrue())
                    .satisfies(cookie -> assertThat(link.getQuery()).doesNotContain(cookie.getValue()));
            assertThat(control(producer).statusCode()).isEqualTo(200);
            assertThat(producer.log()).containsOnlyOnce("/signin").containsOnlyOnce(link.getQuery());
        }
    }

    @Test
    void configuredToken_isNeverPrinted() throws IOException, InterruptedException {
        try (ServiceProcess producer =
                ServiceProcess.producer(Map.of("ADMIN_TOKEN", TOKEN, "QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true"))) {
            HttpRequest link = HttpRequest.newBuilder(producer.uri("http", "/signin?token=open%20sesame,%20please"))
                    .build();
            assertThat(browser.send(link, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(303);
            assertThat(control(producer).statusCode()).isEqualTo(200);

            await().until(() -> producer.log().contains("\"POST /scenario HTTP/1.1\" 200"));
            assertThat(producer.log()).doesNotContain("signin").doesNotContain("sesame");
        }
    }

    @Test
    void dashboard_announcesItsTokenWithTheFirstVisitThatNeedsIt() throws IOException, InterruptedException {
        try (ServiceProcess dashboard = ServiceProcess.dashboard(URI.create("ws://localhost:9/ws"))) {
            assertThat(get(dashboard.uri("http", "/")).statusCode()).isEqualTo(200);
            assertThat(get(dashboard.uri("http", "/signin")).statusCode()).isEqualTo(401);
            assertThat(dashboard.log()).doesNotContain("signin").doesNotContain("token");

            assertThat(get(dashboard.uri("http", "/connect/state")).statusCode())
                    .isEqualTo(401);
            assertThat(get(dashboard.uri("http", "/connect")).statusCode()).isEqualTo(200);
            URI link = dashboard.signInLink();

            assertThat(get(link).statusCode()).isEqualTo(303);
            assertThat(get(dashboard.uri("http", "/connect/state")).statusCode())
                    .isEqualTo(200);
            assertThat(dashboard.log()).containsOnlyOnce("/signin").containsOnlyOnce(link.getQuery());
        }
    }

    private HttpResponse<Void> get(URI address) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
    }

    private HttpResponse<String> control(ServiceProcess producer) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(producer.uri("http", "/scenario"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"none\"}"))
                .build();
        return browser.send(request, BodyHandlers.ofString());
    }
}
