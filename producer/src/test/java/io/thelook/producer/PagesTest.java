package io.thelook.producer;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import java.io.File;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of the shop's pages. */
@QuarkusTest
class PagesTest {

    static Stream<String> file_isAskedForEachTime_andSentOnlyIfItHasChanged() {
        return Stream.of(new File("src/main/resources/META-INF/resources").list());
    }

    /** After an update, a page must not run with the scripts of the version before. */
    @ParameterizedTest
    @MethodSource
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
