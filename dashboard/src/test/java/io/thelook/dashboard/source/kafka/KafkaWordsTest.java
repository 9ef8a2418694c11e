package io.thelook.dashboard.source.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertPathBuilderException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaWordsTest {

    private static final String SECRET = "secret";

    @ParameterizedTest
    @MethodSource("failures")
    void failure_isDescribed_withoutItsMessage(Throwable failure, String words) {
        assertThat(new KafkaWords(KafkaAddress.parse("kafka://a,b,c,d/orders")).failure(failure))
                .isEqualTo(words)
                .doesNotContain(SECRET);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new TimeoutException(SECRET), "no broker answers at a:9092, b:9092, c:9092, …"),
                Arguments.of(
                        new SaslAuthenticationException(SECRET),
                        "the broker refused the user or the password of KAFKA_CONFIG"),
                Arguments.of(
                        new UnsupportedSaslMechanismException(SECRET),
                        "the broker does not support the sasl.mechanism of KAFKA_CONFIG"),
                Arguments.of(
                        new SslAuthenticationException(
                                SECRET, new SSLHandshakeExceptionWithCause(new CertPathBuilderException(SECRET))),
                        "TLS: the broker's certificate is not trusted"),
                Arguments.of(
                        new SslAuthenticationException(
                                SECRET, new SSLException("Unsupported or unrecognized SSL message")),
                        "TLS: the broker does not speak it"),
                Arguments.of(
                        new SslAuthenticationException(SECRET, new SSLException(SECRET)),
                        "TLS: the broker and the dashboard do not accept each other's certificate or protocol"),
                Arguments.of(
                        new TopicAuthorizationException(SECRET), "the user of KAFKA_CONFIG may not read topic orders"),
                Arguments.of(
                        new KafkaException(SECRET, new ConfigException("ssl.protocol", SECRET, "what")),
                        "KAFKA_CONFIG cannot be used: ssl.protocol"),
                Arguments.of(
                        new KafkaException(new UnsatisfiedLinkError(SECRET)),
                        "zstd and snappy need a temporary folder that is not mounted noexec"),
                Arguments.of(
                        new KafkaException(SECRET, new IllegalStateException(SECRET)),
                        "Kafka's client failed: IllegalStateException"));
    }

    private static final class SSLHandshakeExceptionWithCause extends SSLHandshakeException {

        private static final long serialVersionUID = 1L;

        SSLHandshakeExceptionWithCause(Throwable cause) {
            super(SECRET);
            initCause(cause);
        }
    }
}
