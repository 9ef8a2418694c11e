package io.thelook.producer.scenario;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With ADMIN_TOKEN only who has it may steer, from wherever. */
@QuarkusTest
@TestProfile(AdminTokenTest.WithToken.class)
class AdminTokenTest {

    public static class WithToken implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("producer.admin-token", "open sesame");
        }
    }

    @Test
    void token_opens() {
        request()
                .header("Authorization", "Bearer open sesame")
                .header("Host", "shop.example")
                .post("/scenario")
                .then()
                .statusCode(200)
                .body("scenario", equalTo("none"));
    }

    @Test
    void withoutIt_nothingOpens() {
        request().post("/scenario").then().statusCode(401).header("WWW-Authenticate", "Bearer");
        request()
                .header("Authorization", "Bearer open barley")
                .post("/scenario")
                .then()
                .statusCode(401);
        request()
                .header("Authorization", "open sesame")
                .post("/scenario")
                .then()
                .statusCode(401);
    }

    private static RequestSpecification request() {
        return given().contentType("application/json").body("{\"name\":\"none\"}");
    }
}
