package io.thelook.service.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class KafkaBrokerTest {

    @Test
    void broker_killedAndRestarted_hasItsTopicsOnItsPorts() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start()) {
            broker.createTopic("orders", 3, Map.of("retention.ms", "3600000"));

            broker.kill();
            assertThat(broker.isRunning()).isFalse();
            broker.restart();

            try (Admin admin = broker.admin()) {
                assertThat(admin.describeTopics(List.of("orders"))
                                .allTopicNames()
                                .get()
                                .get("orders")
                                .partitions())
                        .hasSize(3);
            }
            Map<String, Object> properties =
                    new HashMap<>(KafkaBroker.saslProperties(KafkaBroker.USER, KafkaBroker.PASSWORD));
            properties.put("bootstrap.servers", broker.saslBootstrap());
            try (Admin admin = Admin.create(properties)) {
                assertThat(admin.listTopics().names().get()).isEqualTo(Set.of("orders"));
            }
        }
    }
}
