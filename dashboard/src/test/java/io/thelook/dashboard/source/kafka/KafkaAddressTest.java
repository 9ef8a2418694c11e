package io.thelook.dashboard.source.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kafka://localhost/orders           | localhost:9092",
                "KAFKA://Shop-1.example:1/orders    | Shop-1.example:1",
                "kafka://a:1,b_2:65535,c/orders     | a:1,b_2:65535,c:9092",
                "kafka://[::1]:9093,127.0.0.1/orders | [::1]:9093,127.0.0.1:9092",
                "kafka://[fe80::1%eth0]/orders      | [fe80::1%eth0]:9092",
                "kafka://a,a:9092/orders            | a:9092"
            })
    void brokers_haveAPortEach(String address, String bootstrap) {
        KafkaAddress parsed = KafkaAddress.parse(address);

        assertThat(parsed.bootstrap()).isEqualTo(bootstrap);
        assertThat(parsed.topic()).isEqualTo("orders");
        assertThat(parsed).hasToString("kafka://" + bootstrap + "/orders");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kafka",
                "http://host/orders",
                "kafka:host/orders",
                "kafka:///orders",
                "kafka://host:0/orders",
                "kafka://host:65536/orders",
                "kafka://host:port/orders",
                "kafka://a,,b/orders",
                "kafka://a,/orders",
                "kafka://a b/orders",
                "kafka://::1/orders",
                "kafka://[::x]/orders",
                "kafka://[]/orders"
            })
    void valueThatIsNoAddress_isRefused(String value) {
        assertRefused(value, "expected an address such as kafka://localhost:9092/orders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka://host", "kafka://host/", "kafka://host:9092"})
    void addressWithoutATopic_isRefused(String value) {
        assertRefused(value, "expected a topic after the brokers, as in kafka://localhost:9092/orders");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka://host/.",
                "kafka://host/..",
                "kafka://host/a/b",
                "kafka://host/a?b=1",
                "kafka://host/ö",
                "kafka://host/a\nb"
            })
    void topicWithOtherCharacters_isRefused(String value) {
        assertRefused(
                value,
                "expected a topic of 1 to 249 letters, digits, dots, hyphens and underscores, as in "
                        + "kafka://localhost:9092/orders");
    }

    @Test
    void topicOf249Characters_isTheLongest() {
        assertThat(KafkaAddress.parse("kafka://host/" + "a".repeat(249)).topic())
                .hasSize(249);
        assertThatThrownBy(() -> KafkaAddress.parse("kafka://host/" + "a".repeat(250)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"kafka://user:secret@host/orders", "kafka://a,secret@b/orders", "kafka://host/orders@secret"})
    void userInfo_isRefusedWithAHint(String value) {
        assertRefused(value, "expected brokers without user and password; set them in the file of KAFKA_CONFIG");
    }

    private static void assertRefused(String value, String message) {
        assertThatThrownBy(() -> KafkaAddress.parse(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void scheme_tellsWhatAValueIsMeantAs() {
        assertThat(KafkaAddress.isMeantBy("Kafka://")).isTrue();
        assertThat(KafkaAddress.isMeantBy("ws://kafka:9092")).isFalse();
    }
}
