package io.thelook.service.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class ClientMessageTest {

    @Test
    void setting_isTheOneThatIsRefusedOrMissing() {
        assertThat(ClientMessage.setting(new ConfigException("linger.ms", "-secret", "expected a number")))
                .contains("linger.ms");
        assertThat(ClientMessage.setting(new ConfigException(
                        "Missing required configuration \"bootstrap.servers\" which has no default value.")))
                .contains("bootstrap.servers");
    }

    @Test
    void messageWithoutASetting_namesNone() {
        assertThat(ClientMessage.setting(new ConfigException("No resolvable bootstrap urls given")))
                .isEmpty();
        assertThat(ClientMessage.setting(new IllegalStateException())).isEmpty();
    }
}
