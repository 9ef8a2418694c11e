package io.thelook.dashboard.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.websockets.next.HttpUpgradeCheck.HttpUpgradeContext;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.service.http.RawClient;
import io.thelook.service.testing.LocalServer;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisitsTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** The gate sets the visit of a request. A request that bypassed the gate must not count as one without sign-in. */
    @ParameterizedTest
    @CsvSource({"true, 401", "false, 200"})
    void upgradeThatHasNotPassedTheGate_isRefusedWhereUsersMustSignIn(boolean isOn, int status) throws IOException {
        Visits visits = new Visits(new SignInState(config(isOn)));
        Router router = Router.router(vertx);
        router.route()
                .handler(context -> visits.perform(upgrade(context)).subscribe().with(result -> context.response()
                        .setStatusCode(result.isUpgradePermitted() ? 200 : result.getHttpResponseCode())
                        .end()));

        try (RawClient client = RawClient.to(LocalServer.start(vertx, router))) {
            client.send("GET /live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(status);
        }
    }

    private static DashboardConfig config(boolean isSignInOn) {
        Map<String, String> set = isSignInOn
                ? Map.of("oidcIssuer", "https://login.example", "oidcClientId", "dashboard")
                : Map.<String, String>of();
        return stub(DashboardConfig.class, (self, method, none) -> Optional.ofNullable(set.get(method.getName())));
    }

    private static HttpUpgradeContext upgrade(RoutingContext context) {
        return stub(HttpUpgradeContext.class, (self, method, none) -> context.request());
    }

    private static <T> T stub(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }
}
