package io.thelook.dashboard.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.thelook.service.testing.ApiDocument;
import io.thelook.service.testing.HttpContract;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code /q/openapi} matches the sign-in: each documented response occurs, and no other one. */
@QuarkusTest
@TestProfile(GateTest.SignedIn.class)
class SignInContractTest {

    private static final String ANNA = "{\"user\":\"anna\",\"password\":\"correct horse\"}";
    private static final String BEN = "{\"user\":\"ben\",\"password\":\"battery staple\"}";
    private static final String WRONG = "{\"user\":\"anna\",\"password\":\"wrong\"}";
    private static final String SHARE = "{\"query\":\"\",\"hours\":1}";
    private static final String ADMIN = "Bearer " + GateTest.ADMIN;

    @TestHTTPResource("/")
    URI server;

    /** A client of another network each time, so its attempts do not affect other tests. */
    private String network = "10.0.0.1";

    private HttpContract contract() {
        return new HttpContract(ApiDocument.resource("META-INF/openapi.yaml"), server);
    }

    private HttpContract.Answer send(
            HttpContract contract, String method, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("X-Forwarded-For", network));
        if (!all.contains("Content-Type")) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        return contract.send(method, path, body, all.toArray(String[]::new));
    }

    private String cookie(HttpContract contract, String user) {
        return send(contract, "POST", "/signin", user)
                .headers()
                .apply("Set-Cookie")
                .split(";")[0];
    }

    @Test
    void signIn_givesEachDocumentedResponse() {
        HttpContract contract = contract();

        assertThat(send(contract, "GET", "/signin", "").body()).contains("<form");
        send(contract, "GET", "/signin?token=" + GateTest.ADMIN, "");
        send(contract, "GET", "/signin?token=" + GateTest.ADMIN + "&to=//elsewhere.example", "");
        send(contract, "POST", "/signin", "", "Authorization", ADMIN);
        send(contract, "POST", "/signin", ANNA);
        send(contract, "POST", "/signin", ANNA, "Origin", "https://elsewhere.example");
        send(contract, "POST", "/signin", "[]");
        send(contract, "POST", "/signin", "x".repeat(5_000));
        send(contract, "PUT", "/signin", "");
        for (int i = 0; i < 12; i++) {
            send(contract, "GET", "/signin?token=wrong", "");
            send(contract, "POST", "/signin", "", "Authorization", "Bearer wrong");
        }
        network = "10.0.1.1";
        for (int i = 0; i < 12; i++) {
            send(contract, "POST", "/signin", WRONG);
        }
        assertThat(send(contract, "POST", "/signin", ANNA).status()).isEqualTo(429);
        network = "10.0.2.1";
        assertThat(send(contract, "POST", "/signin", ANNA).status()).isEqualTo(204);

        assertThat(contract.unseen("/signin")).containsExactly("POST /signin 408", "POST /signin 503");
    }

    @Test
    void signOut_givesEachDocumentedResponse() {
        HttpContract contract = contract();
        network = "10.0.3.1";
        String ben = cookie(contract, BEN);

        send(contract, "POST", "/signout", "", "Cookie", ben, "Origin", "https://elsewhere.example");
        assertThat(send(contract, "POST", "/signout", "", "Cookie", ben).status())
                .isEqualTo(200);
        assertThat(send(contract, "POST", "/signout", "", "Cookie", ben).status())
                .isEqualTo(401);

        assertThat(contract.unseen("/signout")).isEmpty();
    }

    @Test
    void shares_giveEachDocumentedResponse() {
        HttpContract contract = contract();
        network = "10.0.4.1";
        String anna = cookie(contract, ANNA);

        send(contract, "POST", "/shares", SHARE, "Cookie", anna);
        send(contract, "POST", "/shares", SHARE, "Authorization", ADMIN);
        send(contract, "POST", "/shares", SHARE, "Cookie", cookie(contract, BEN));
        send(contract, "POST", "/shares", SHARE, "Cookie", anna, "Content-Type", "text/plain");
        send(contract, "POST", "/shares", "{}", "Cookie", anna);
        send(contract, "POST", "/shares", "x".repeat(20_000), "Cookie", anna);
        for (int i = 0; i < 12; i++) {
            send(contract, "POST", "/shares", SHARE, "Authorization", "Bearer wrong");
        }

        assertThat(contract.unseen("/shares")).containsExactly("POST /shares 408", "POST /shares 503");
    }
}
