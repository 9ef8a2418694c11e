package io.thelook.dashboard.page;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.xml.XmlPath;
import io.restassured.path.xml.XmlPath.CompatibilityMode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page of a shop with its own name and currency. */
@QuarkusTest
@TestProfile(OwnShopPageTest.OwnShop.class)
class OwnShopPageTest {

    public static class OwnShop implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dashboard.currency", "JPY", "dashboard.shop-name", "Tea & <i>Rice</i>");
        }
    }

    @Test
    void page_hasTheNameAndTheCurrency() {
        String page = get("/").asString();
        XmlPath html = new XmlPath(CompatibilityMode.HTML, page);

        assertThat(html.getString("html.head.title")).isEqualTo("Tea & <i>Rice</i> eCommerce Dashboard");
        assertThat(page).contains("<bdi>Tea &amp; &lt;i&gt;Rice&lt;/i&gt;</bdi>");
        assertThat(html.getList("**.findAll { it.@class == 'unit' }", String.class))
                .startsWith("JPY", "JPY", "JPY", "JPY by country");
    }

    @Test
    void page_saysNothingOfDollarsAndOfAnotherShop() {
        get("/").then().body(not(containsString("$"))).body(not(containsString("theLook")));
    }
}
