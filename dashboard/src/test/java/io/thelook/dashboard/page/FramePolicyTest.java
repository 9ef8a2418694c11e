package io.thelook.dashboard.page;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.endsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FramePolicyTest.Intranet.class)
class FramePolicyTest {

    /** A dashboard that the intranet shows in a frame. */
    public static class Intranet implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dashboard.frame-ancestors", "self https://intranet.example");
        }
    }

    @Test
    void page_mayBeInAFrameOfTheseSites() {
        get("/?window=5")
                .then()
                .statusCode(200)
                .header(
                        "Content-Security-Policy",
                        endsWith("form-action 'none'; frame-ancestors 'self' https://intranet.example"));
    }

    @Test
    void pageThatTakesTheToken_mayNot() {
        get("/connect").then().statusCode(200).header("Content-Security-Policy", endsWith("frame-ancestors 'none'"));
        get("/signin").then().header("Content-Security-Policy", endsWith("frame-ancestors 'none'"));
    }
}
