package io.thelook.dashboard.endpoint;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.thelook.dashboard.engine.Engine;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The engine's thread dies. */
@QuarkusTest
@TestProfile(DeadEngineTest.OnItsOwn.class)
class DeadEngineTest {

    @Inject
    Engine engine;

    /** The dashboard does not serve other tests, nor does it after this one. */
    public static final class OnItsOwn implements QuarkusTestProfile {}

    @Test
    void liveness_threadOfTheEngineHasDied_isDown() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> get("/q/health/started")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'engine' }.status", equalTo("UP")));
        get("/q/health/live").then().statusCode(200);

        engine.thread().shutdownNow();
        await().until(engine.thread()::isTerminated);

        String answer = get("/q/health/live").then().statusCode(503).extract().asString();
        assertThat(answer).contains("\"views\": \"dead\"").contains("\"source\": \"running\"");
    }
}
