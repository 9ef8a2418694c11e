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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    private final ApiDocument document = ApiDocument.resource("META-INF/openapi.yaml");

    private HttpContract contract() {
        return new HttpContract(document, server);
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
    void fields_areThoseOfTheRecords() {
        assertThat(fields("/paths/~1signin/post/requestBody"))
                .containsExactlyElementsOf(ApiDocument.fields(Credentials.class));
        assertThat(fields("/paths/~1shares/post/requestBody"))
                .containsExactlyElementsOf(ApiDocument.fields(ShareRequest.class));
        assertThat(fields("/paths/~1shares/post/responses/201"))
                .containsExactlyElementsOf(ApiDocument.fields(ShareLink.class));
    }

    private Iterable<String> fields(String body) {
        return () -> document.root()
                .at(body + "/content/application~1json/schema/properties")
                .fieldNames();
    }

    /** A body that the schema does not take gets 400. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /signin | {"user":"anna","password":"correct horse","more":1} | 204
                    /signin | {"user":"anna"}                                     | 400
                    /signin | {"user":"anna","password":null}                     | 400
                    /signin | {"user":7,"password":"x"}                           | 400
                    /shares | {"hours":1}                                         | 201
                    /shares | {"query":null,"hours":1,"wall":null,"more":1}       | 201
                    /shares | {"query":"window=5","hours":1,"wall":true}          | 201
                    /shares | {"query":7,"hours":1}                               | 400
                    /shares | {"query":"","hours":0}                              | 400
                    /shares | {"query":"","hours":"1"}                            | 400
                    /shares | {"query":"","hours":1,"wall":"no"}                  | 400
                    """)
    void bodies_areThoseOfTheSchema(String path, String body, int status) {
        HttpContract contract = contract();
        network = "10.0.5.1";
        String[] headers = path.equals("/shares") ? new String[] {"Authorization", ADMIN} : new String[0];

        assertThat(send(contract, "POST", path, body, headers).status()).isEqualTo(status);
        assertThat(document.faults(
                                document.root()
                                        .at("/paths/~1" + path.substring(1)
                                                + "/post/requestBody/content/application~1json/schema"),
                                ApiDocument.parse(body).root())
                        .isEmpty())
                .isEqualTo(status < 400);
    }

    @Test
    void password_isNotInTheText() {
        assertThat(new Credentials("anna", "correct horse")).hasToString("Credentials[user=anna]");
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
