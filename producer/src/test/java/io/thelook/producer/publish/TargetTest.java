package io.thelook.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "kafka://localhost/orders, localhost:9092, orders",
        "'kafka://a:9093,b,[::1]:9094/the.orders_1-x/', 'a:9093,b:9092,[::1]:9094', the.orders_1-x",
        "KAFKA://broker_1:1/a, broker_1:1, a"
    })
    void kafka_isTaken(String address, String servers, String topic) {
        assertThat(Target.parse(address))
                .isEqualTo(new Target.Kafka(servers, topic, "kafka://" + servers + "/" + topic));
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:3000/ingest, http://localhost:3000/ingest, http://localhost:3000/ingest",
        "https://shop.example, https://shop.example/, https://shop.example/",
        "HTTPS://shop.example?token=geheim, HTTPS://shop.example/?token=geheim, HTTPS://shop.example/",
        "http://[::1]:80/a/b?c=d, http://[::1]:80/a/b?c=d, http://[::1]:80/a/b"
    })
    void http_isTakenAndShownWithoutItsQuery(String address, String uri, String shown) {
        Target.Http target = (Target.Http) Target.parse(address);

        assertThat(target.uri()).hasToString(uri);
        assertThat(target.shown()).isEqualTo(shown);
        assertThat(target.basic()).isEmpty();
        assertThat(target.password()).isEmpty();
    }

    @Test
    void userAndPassword_becomeBasicAuthenticationAndAreNotShown() {
        Target.Http target = (Target.Http) Target.parse("http://shop%40home:p%2Fw%3A+1@localhost:3000/ingest");

        assertThat(target.uri()).hasToString("http://localhost:3000/ingest");
        assertThat(target.shown()).isEqualTo("http://localhost:3000/ingest");
        assertThat(target.password()).contains("p/w:+1");
        assertThat(new String(
                        Base64.getDecoder().decode(target.basic().orElseThrow().substring(6))))
                .isEqualTo("shop@home:p/w:+1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:3000/ingest",
                "ftp://u:geheim@localhost/x",
                "http://",
                "http://u:geheim@/x",
                "http://u:ge@heim@localhost/x",
                "http://u:ge/heim@localhost/x",
                "http://u:ge%heim@localhost/x",
                "http://u:geheim@my_host/x",
                "http://u:geheim@localhost:99999/x",
                "http://u:geheim@localhost/a b",
                "http://u:geheim@localhost/x?a=%zz",
                "http://localhost/x#geheim",
                "kafka://localhost",
                "kafka://localhost/",
                "kafka://localhost/.",
                "kafka://localhost/a/b",
                "kafka://localhost:0/a",
                "kafka://u:geheim@localhost/orders",
                "kafka:/localhost/orders"
            })
    void anythingElse_isRefusedWithoutShowingSecrets(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse(address))
                .withMessageContaining(": expected ")
                .withMessageNotContaining("heim");
    }
}
