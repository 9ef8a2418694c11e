package io.thelook.producer;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the shop's pages. */
@QuarkusTest
class PagesTest {

    /** After an update, a page must not run with the scripts of the version before. */
    @ParameterizedTest
    @ValueSource(strings = {"producer.js", "status.js", "need.js", "producer.css"})
    void file_isAskedForEachTime_andSentOnlyIfItHasChanged(String file) {
        String changed = get("/" + file)
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-cache"))
                .extract()
                .header("Last-Modified");

        given().header("If-Modified-Since", changed).get("/" + file).then().statusCode(304);
    }
}
