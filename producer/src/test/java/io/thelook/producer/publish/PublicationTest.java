package io.thelook.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thelook.producer.ProducerConfig;
import io.thelook.producer.store.Shop;
import io.thelook.service.start.BadSetting;
import io.thelook.service.start.ConfigFixture;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicationTest {

    private static final String PACKAGE = "io.thelook.producer.publish.";
    private static final String ADDRESS = "http://localhost:1/ingest";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void off_hasNoThreadAndNoMeters() {
        Publication publication = publication(Map.of("PUBLISH_TOKEN", "unused", "KAFKA_CONFIG", "/nowhere"));
        publication.open();
        publication.visited(new Shop(1).visit(1_741_051_200_000L));

        assertThat(registry.getMeters()).isEmpty();
        assertThat(publication.publisher()).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("publish"));
        HealthCheckResponse health = new PublishReadiness(publication).call();
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getData()).hasValue(Map.of("state", "off"));
    }

    /** Loads the package with a separate class loader, and records the classes of Kafka that it requests. */
    @Test
    void withoutKafka_noClassOfKafkaIsLoaded() throws ReflectiveOperationException {
        List<String> asked = new ArrayList<>();
        ClassLoader recorder = new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith("org.apache.kafka.")) {
                    asked.add(name);
                }
                if (!name.startsWith(PACKAGE) || name.indexOf('.', PACKAGE.length()) >= 0) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                    byte[] bytes = file.readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        };
        Constructor<?> constructor = recorder.loadClass(Use.class.getName()).getDeclaredConstructor();
        constructor.setAccessible(true);
        Runnable use = (Runnable) constructor.newInstance();

        use.run();

        assertThat(use.getClass()).isNotEqualTo(Use.class);
        assertThat(asked).isEmpty();
    }

    /** Opens a publication that is off, and one to an HTTP server. */
    static final class Use implements Runnable {

        Use() {}

        @Override
        public void run() {
            for (Map<String, String> variables : List.of(Map.<String, String>of(), Map.of("PUBLISH", ADDRESS))) {
                Publication publication = new Publication(
                        ConfigFixture.config(ProducerConfig.class, variables), new SimpleMeterRegistry());
                publication.open();
                publication.visited(new Shop(1).visit(1_741_051_200_000L));
                publication.close();
            }
        }
    }

    @Test
    void receiverAway_isUpAndSaysWhy() {
        Publication publication = publication(Map.of(
                "PUBLISH", "http://me:geheim@localhost:1/ingest?key=geheim", "PUBLISH_BUFFER", "1", "SEED", "1"));
        PublishReadiness readiness = new PublishReadiness(publication);
        assertThat(readiness.call().getData().orElseThrow()).containsEntry("state", "connecting");
        publication.open();
        try {
            Shop shop = new Shop(1);
            await().untilAsserted(() -> {
                publication.visited(shop.visit(1_741_051_200_000L));
                assertThat(readiness.call().getData().orElseThrow())
                        .containsEntry("state", "retrying")
                        .containsEntry("reason", "the connection is refused")
                        .hasEntrySatisfying(
                                "waiting", waiting -> assertThat((long) waiting).isPositive());
            });
            assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
            assertThat(registry.getMeters().toString()).doesNotContain("geheim");
            for (String name : List.of("offered", "sent", "refused", "dropped", "retried")) {
                assertThat(registry.get("thelook.publish." + name)
                                .functionCounter()
                                .count())
                        .isNotNegative();
            }
            assertThat(registry.get("thelook.publish.last.success").timeGauge().value())
                    .isZero();
        } finally {
            publication.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PUBLISH, http://u:geheim@, PUBLISH=(not shown): expected kafka://host:9092/topic or http(s)://",
        "PUBLISH, kafka://u:geheim@host/topic, 'PUBLISH=(not shown): expected kafka://host:9092,host2:9092/topic'",
        "PUBLISH_TOKEN, 'geheim wort', PUBLISH_TOKEN=(not shown): expected printable ASCII characters",
        "PUBLISH_FORMAT, shopify, 'PUBLISH_SECRET=(not set): expected the secret that signs the webhooks,"
                + " for PUBLISH_FORMAT=shopify'"
    })
    void invalidSetting_isRefusedInOneLine(String variable, String value, String message) {
        Map<String, String> variables = new HashMap<>(Map.of("PUBLISH", ADDRESS));
        variables.put(variable, value);

        assertThatThrownBy(() -> publication(variables))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("geheim")
                .hasMessageNotContaining("\n");
    }

    @Test
    void tokenWithUser_isRefused() {
        assertThatThrownBy(() ->
                        publication(Map.of("PUBLISH", "http://me:geheim@localhost/ingest", "PUBLISH_TOKEN", "geheim")))
                .isInstanceOf(BadSetting.class)
                .hasMessage("PUBLISH_TOKEN=(not shown): expected no token, because PUBLISH has a user");
    }

    @ParameterizedTest
    @CsvSource({
        "security.protocol=geheim, ': expected properties that Kafka accepts, see security.protocol'",
        "request.timeout.ms=geheim, ': expected properties that Kafka accepts, see request.timeout.ms'",
        "request.timeout.ms=60000, ': expected delivery.timeout.ms to be at least linger.ms and request.timeout.ms together'",
        "a=\\u12, ': expected properties, with four digits after each \\u'"
    })
    void unusableKafkaConfig_isRefusedByItsFile(String line, String message, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("client.properties"), line + "\n");

        assertThatThrownBy(() ->
                        publication(Map.of("PUBLISH", "kafka://localhost/orders", "KAFKA_CONFIG", file.toString())))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("KAFKA_CONFIG=" + file + message)
                .hasMessageNotContaining("geheim");
    }

    @Test
    void missingKafkaConfig_isRefused() {
        assertThatThrownBy(() -> publication(Map.of("PUBLISH", "kafka://localhost/orders", "KAFKA_CONFIG", "/nowhere")))
                .isInstanceOf(BadSetting.class)
                .hasMessage("KAFKA_CONFIG=/nowhere: expected a readable file of Kafka client properties");
    }

    private Publication publication(Map<String, String> variables) {
        return new Publication(ConfigFixture.config(ProducerConfig.class, variables), registry);
    }
}
