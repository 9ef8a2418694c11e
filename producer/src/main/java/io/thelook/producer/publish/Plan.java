package io.thelook.producer.publish;

import io.thelook.producer.ProducerConfig;
import io.thelook.producer.publish.format.PublishFormat;
import io.thelook.service.start.BadSetting;
import io.thelook.service.start.SecretText;
import io.thelook.service.start.Shown;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The settings of publishing, checked.
 *
 * @param token sent with each HTTP request
 * @param secret signs webhooks
 * @param kafka properties of the Kafka client; empty if the target is not Kafka
 */
record Plan(
        Target target,
        PublishFormat format,
        Optional<SecretText> token,
        Optional<SecretText> secret,
        Properties kafka) {

    /**
     * Reads the settings; empty if PUBLISH is not set.
     *
     * @throws BadSetting if a setting is invalid, or a necessary one is missing
     */
    static Optional<Plan> of(ProducerConfig config) {
        return config.publish().map(address -> of(config, parse(address)));
    }

    private static Target parse(String address) {
        try {
            return Target.parse(address);
        } catch (IllegalArgumentException e) {
            throw new BadSetting("PUBLISH", e.getMessage());
        }
    }

    private static Plan of(ProducerConfig config, Target target) {
        Properties kafka = new Properties();
        if (target instanceof Target.Kafka cluster) {
            kafka = KafkaSettings.read(cluster, config.kafkaConfig());
        } else if (target instanceof Target.Http server) {
            check(config, server);
        }
        return new Plan(target, config.publishFormat(), config.publishToken(), config.publishSecret(), kafka);
    }

    private static void check(ProducerConfig config, Target.Http server) {
        if (config.publishFormat().isWebhook() && config.publishSecret().isEmpty()) {
            throw new BadSetting(
                    "PUBLISH_SECRET",
                    "(not set): expected the secret that signs the webhooks, for PUBLISH_FORMAT="
                            + config.publishFormat().name().toLowerCase(Locale.ROOT));
        }
        config.publishToken().ifPresent(token -> {
            if (!token.value().chars().allMatch(each -> each > ' ' && each < 0x7F)) {
                throw new BadSetting("PUBLISH_TOKEN", Shown.NOTHING + ": expected printable ASCII characters");
            }
            if (server.basic().isPresent()) {
                throw new BadSetting(
                        "PUBLISH_TOKEN", Shown.NOTHING + ": expected no token, because PUBLISH has a user");
            }
        });
    }

    /** The texts that no message may show. */
    List<String> secrets() {
        Stream<String> ofAddress = target instanceof Target.Http server
                ? Stream.of(
                                server.password(),
                                server.basic(),
                                Optional.ofNullable(server.uri().getRawQuery()))
                        .flatMap(Optional::stream)
                : Stream.empty();
        return Stream.concat(
                        ofAddress,
                        Stream.concat(token.stream(), secret.stream()).map(SecretText::value))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** Shows the target only. */
    @Override
    public String toString() {
        return target.shown();
    }
}
