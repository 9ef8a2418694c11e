package io.thelook.dashboard.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.service.testing.ApiDocument;
import io.thelook.service.testing.HttpContract;
import io.thelook.service.testing.HttpContract.Answer;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code /q/openapi} matches {@code /connect} and its requests: each documented response occurs, and no other one. */
@QuarkusTest
@TestProfile(ConnectContractTest.Receiver.class)
class ConnectContractTest {

    private static final String TRIAL = "/connect/trial";
    private static final String GOOD_TRIAL = "{\"mapping\":\".\",\"sample\":\"{}\"}";

    /** A separate dashboard, because wrong tokens would lock out other tests for a while. */
    public static class Receiver extends ConnectTest.Receiver {}

    @TestHTTPResource("/")
    URI server;

    @Inject
    DashboardConfig config;

    private final ApiDocument document = ApiDocument.resource("META-INF/openapi.yaml");

    @Test
    void connect_givesEachDocumentedResponse() {
        HttpContract contract = new HttpContract(document, server);
        String admin = admin();

        assertThat(document.faultsOfItsOwn()).isEmpty();
        contract.send("GET", "/connect");
        contract.send("GET", "/connect/state", "", "Authorization", admin);
        deliver(contract, "{\"order_id\":1,\"item_id\":2,\"sale_price\":3}");
        deliver(contract, "[{\"order_id\":1},7]");
        deliver(contract, "{");
        Answer state = contract.send("GET", "/connect/state?after=0", "", "Authorization", admin);
        assertThat(state.body()).contains("\"number\":1,").contains("unreadable_message");
        contract.send("GET", "/connect/state?after=x", "", "Authorization", admin);
        contract.send("GET", "/connect/messages/1", "", "Authorization", admin);
        contract.send("GET", "/connect/messages/99", "", "Authorization", admin);
        contract.send("GET", "/connect/mappings/shopify", "", "Authorization", admin);
        contract.send("GET", "/connect/mappings/other", "", "Authorization", admin);
        trials(contract, admin);
        trialsAtOnce();
        sessions(contract, admin);
        wrongTokens(contract);

        assertThat(contract.unseen("/connect")).isEmpty();
        assertThat(contract.unseen("/connect/state")).isEmpty();
        assertThat(contract.unseen("/connect/messages/{number}")).isEmpty();
        assertThat(contract.unseen("/connect/mappings/{name}")).isEmpty();
        assertThat(contract.unseen(TRIAL)).containsExactly("POST " + TRIAL + " 408", "POST " + TRIAL + " 503");
    }

    private String admin() {
        return "Bearer " + config.adminToken().orElseThrow().value();
    }

    private void deliver(HttpContract contract, String body) {
        String sender = "Bearer " + config.ingestToken().orElseThrow().value();
        contract.send("POST", "/ingest", body, "Authorization", sender, "Content-Type", "application/json");
    }

    private static void trials(HttpContract contract, String admin) {
        contract.send("POST", TRIAL, GOOD_TRIAL, "Authorization", admin);
        contract.send("POST", TRIAL, "{\"mapping\":\"{\",\"sample\":\"{}\"}", "Authorization", admin);
        contract.send("POST", TRIAL, "{\"mapping\":\".\",\"sample\":\"{\"}", "Authorization", admin);
        contract.send("POST", TRIAL, "7", "Authorization", admin);
        contract.send("POST", TRIAL, "x".repeat(1_000_001), "Authorization", admin);
    }

    /** Trials run one at a time: of several at once, some are refused. */
    private void trialsAtOnce() {
        String trial = "{\"mapping\":\"def f: f; f\",\"sample\":\"" + "{}\\n".repeat(30) + "\"}";
        List<CompletableFuture<Integer>> trials = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> new HttpContract(document, server)
                                .send("POST", TRIAL, trial, "Authorization", admin())
                                .status(),
                        task -> new Thread(task).start()))
                .limit(8)
                .toList();

        assertThat(trials.stream().map(CompletableFuture::join)).contains(200, 503);
    }

    private static void sessions(HttpContract contract, String admin) {
        String cookie = contract.send("POST", "/signin", "", "Authorization", admin)
                .headers()
                .apply("Set-Cookie");
        String session = cookie.substring(0, cookie.indexOf(';'));
        assertThat(contract.send("GET", "/connect/state", "", "Cookie", session).status())
                .isEqualTo(200);
        assertThat(contract.send("POST", TRIAL, GOOD_TRIAL, "Cookie", session, "Content-Type", "text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(contract.send(
                                "POST",
                                TRIAL,
                                GOOD_TRIAL,
                                "Cookie",
                                session,
                                "Content-Type",
                                "application/json",
                                "Origin",
                                "http://localhost:1")
                        .status())
                .isEqualTo(403);
    }

    private static void wrongTokens(HttpContract contract) {
        for (int i = 0; i < 12; i++) {
            contract.send("GET", "/connect/state", "", "Authorization", "Bearer wrong");
            contract.send("GET", "/connect/messages/1", "", "Authorization", "Bearer wrong");
            contract.send("GET", "/connect/mappings/stripe", "", "Authorization", "Bearer wrong");
            contract.send("POST", TRIAL, GOOD_TRIAL, "Authorization", "Bearer wrong");
        }
    }
}
