package io.thelook.dashboard.source.kafka;

import io.thelook.service.kafka.ClientMessage;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Describes in words why a topic is not read or written. The words are fixed, because messages of Kafka's client and of
 * a broker may contain a value of KAFKA_CONFIG.
 */
public final class KafkaWords {

    /** The message of an exception that says so. */
    public static final String COMPACTED = "it is compacted, which would lose items of orders";

    private static final int MOST_CAUSES = 10;

    private final KafkaAddress address;

    public KafkaWords(KafkaAddress address) {
        this.address = address;
    }

    /** No broker of the address answers. */
    String noAnswer() {
        return "no broker answers at " + address.brokersInWords();
    }

    /** Describes a failure of a client that writes. */
    public String ofWriting(Throwable failure) {
        if (failure instanceof AuthorizationException) {
            return "the user of KAFKA_CONFIG may not write to it: grant DESCRIBE and WRITE";
        }
        if (failure instanceof UnknownTopicOrPartitionException) {
            return "the brokers have no topic " + address.topic();
        }
        return COMPACTED.equals(failure.getMessage()) ? COMPACTED + ": set cleanup.policy=delete" : failure(failure);
    }

    /** Describes a failure of a client that reads. */
    String failure(Throwable failure) {
        if (failure instanceof TopicFault) {
            return failure.getMessage();
        }
        if (failure instanceof TimeoutException) {
            return noAnswer();
        }
        if (failure instanceof UnsupportedSaslMechanismException) {
            return "the broker does not support the sasl.mechanism of KAFKA_CONFIG";
        }
        if (failure instanceof SaslAuthenticationException) {
            return "the broker refused the user or the password of KAFKA_CONFIG";
        }
        if (failure instanceof SslAuthenticationException) {
            return tls(failure);
        }
        if (failure instanceof AuthenticationException) {
            return "the broker refused the login of KAFKA_CONFIG";
        }
        if (failure instanceof AuthorizationException) {
            return "the user of KAFKA_CONFIG may not read topic " + address.topic();
        }
        if (failure instanceof UnsupportedVersionException) {
            return "the broker is older than Kafka 2.1";
        }
        if (cause(failure, LinkageError.class).isPresent()) {
            return "zstd and snappy need a temporary folder that is not mounted noexec";
        }
        return cause(failure, ConfigException.class)
                .map(KafkaWords::configuration)
                .orElseGet(() ->
                        "Kafka's client failed: " + root(failure).getClass().getSimpleName());
    }

    private static String configuration(Throwable refused) {
        if (String.valueOf(refused.getMessage()).startsWith("No resolvable bootstrap urls")) {
            return "host unknown";
        }
        return "KAFKA_CONFIG cannot be used"
                + ClientMessage.setting(refused).map(name -> ": " + name).orElse("");
    }

    private static String tls(Throwable failure) {
        if (cause(failure, CertPathBuilderException.class).isPresent()) {
            return "TLS: the broker's certificate is not trusted";
        }
        return cause(failure, SSLException.class)
                .or(() -> cause(failure, GeneralSecurityException.class))
                .filter(cause -> String.valueOf(cause.getMessage()).startsWith("Unsupported or unrecognized SSL"))
                .map(cause -> "TLS: the broker does not speak it")
                .orElse("TLS: the broker and the dashboard do not accept each other's certificate or protocol");
    }

    private static Optional<Throwable> cause(Throwable failure, Class<? extends Throwable> type) {
        Throwable cause = failure;
        for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
            if (type.isInstance(cause)) {
                return Optional.of(cause);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (int i = 0; i < MOST_CAUSES && root.getCause() != null; i++) {
            root = root.getCause();
        }
        return root;
    }
}
