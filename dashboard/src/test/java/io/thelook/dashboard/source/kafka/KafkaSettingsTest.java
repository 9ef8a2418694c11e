package io.thelook.dashboard.source.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thelook.service.start.BadSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaSettingsTest {

    private static final KafkaAddress ADDRESS = KafkaAddress.parse("kafka://a,b:1/orders");

    @TempDir
    private Path folder;

    @Test
    void file_changesDefaultsAndAddsToThem() throws IOException {
        KafkaSettings settings =
                read("client.id=shop\nsecurity.protocol=SASL_SSL\nssl.truststore.password=pä$${x}ss\n");

        assertThat(settings.properties("a:1"))
                .containsEntry("client.id", "shop")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("ssl.truststore.password", "pä$${x}ss")
                .containsEntry("bootstrap.servers", "a:1")
                .containsEntry("isolation.level", "read_committed");
        assertThat(settings).hasToString("3 settings");
    }

    @ParameterizedTest
    @CsvSource({
        "bootstrap.servers",
        "key.deserializer",
        "value.deserializer",
        "enable.auto.commit",
        "auto.offset.reset",
        "isolation.level",
        "group.id",
        "max.poll.records"
    })
    void settingOfTheSource_isRefusedByName(String name) {
        assertThatThrownBy(() -> read(name + "=secret"))
                .isInstanceOf(BadSetting.class)
                .hasMessage("KAFKA_CONFIG=" + file() + ": expected a file without " + name
                        + ", which the dashboard sets itself");
    }

    @ParameterizedTest
    @CsvSource({
        "security.protocol=secret, a valid value of security.protocol",
        "request.timeout.ms=secret, a valid value of request.timeout.ms",
        "fetch.min.bytes=-7, a valid value of fetch.min.bytes",
        "ssl.truststore.password=\\u00zz, a properties file in UTF-8"
    })
    void invalidValue_isRefusedWithoutShowingIt(String line, String expected) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(BadSetting.class)
                .hasMessage("KAFKA_CONFIG=" + file() + ": expected " + expected);
    }

    @Test
    void writer_waitsForAllReplicas_andTakesWhatItKnowsOfTheFile() throws IOException {
        Map<String, Object> writer = read("fetch.min.bytes=5\nacks=0\nretries=1\ntransactional.id=x\nlinger.ms=20")
                .ofWriter(ADDRESS);

        assertThat(writer)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("linger.ms", "20")
                .containsEntry("bootstrap.servers", "a:9092,b:1")
                .doesNotContainKeys("fetch.min.bytes", "retries", "transactional.id");
    }

    @Test
    void writer_hasTimeForARequest() throws IOException {
        assertThat(read("request.timeout.ms=30000").ofWriter(ADDRESS)).containsEntry("delivery.timeout.ms", "30002");
        KafkaSettings tooShort = read("request.timeout.ms=30000\ndelivery.timeout.ms=15000");

        assertThatThrownBy(() -> tooShort.ofWriter(ADDRESS))
                .isInstanceOf(BadSetting.class)
                .hasMessage("KAFKA_CONFIG=" + file()
                        + ": expected delivery.timeout.ms to be at least linger.ms and request.timeout.ms together");
    }

    @Test
    void writer_invalidValue_isRefusedByName() throws IOException {
        KafkaSettings settings = read("compression.type=secret");

        assertThatThrownBy(() -> settings.ofWriter(ADDRESS))
                .isInstanceOf(BadSetting.class)
                .hasMessage("KAFKA_CONFIG=" + file()
                        + ": expected a value of compression.type that is valid for writing, too");
    }

    @Test
    void fileThatCannotBeRead_isRefused() throws IOException {
        assertThatThrownBy(() -> KafkaSettings.read(Optional.of(file())))
                .hasMessage("KAFKA_CONFIG=" + file() + ": expected the path of a file that can be read");
        Files.write(file(), new byte[] {'a', '=', (byte) 0xff});
        assertThatThrownBy(() -> KafkaSettings.read(Optional.of(file())))
                .hasMessageEndingWith(": expected a properties file in UTF-8");
        Files.write(file(), new byte[KafkaSettings.MAX_BYTES + 1]);
        assertThatThrownBy(() -> KafkaSettings.read(Optional.of(file())))
                .hasMessageEndingWith(": expected a file of up to 1 MB");
    }

    private KafkaSettings read(String text) throws IOException {
        Files.writeString(file(), text);
        return KafkaSettings.read(Optional.of(file()));
    }

    private Path file() {
        return folder.resolve("client.properties");
    }
}
