package io.thelook.service.kafka;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads messages of Kafka's client, which may contain a value of KAFKA_CONFIG and must not be shown. Stateless. */
public final class ClientMessage {

    private static final Pattern SETTING = Pattern.compile(" configuration \"?([a-z][a-z0-9._]+)\"?");

    private ClientMessage() {}

    /**
     * The name of the setting that the client refuses.
     *
     * @param refused an exception of the client
     */
    public static Optional<String> setting(Throwable refused) {
        Matcher setting = SETTING.matcher(String.valueOf(refused.getMessage()));
        return setting.find() ? Optional.of(setting.group(1)) : Optional.empty();
    }
}
