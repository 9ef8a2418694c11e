package io.thelook.dashboard;

import io.thelook.dashboard.source.FeedAddress;
import io.thelook.dashboard.source.kafka.KafkaAddress;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * The location of a feed: a WebSocket or a topic of Kafka. Exactly one of the two is present.
 *
 * @param webSocket {@code ws://} or {@code wss://}
 * @param kafka {@code kafka://}
 */
public record FeedLocation(Optional<FeedAddress> webSocket, Optional<KafkaAddress> kafka) {

    /**
     * Reads an address of either kind.
     *
     * @throws IllegalArgumentException if the value is invalid; the message says what was expected, without the value
     */
    public static FeedLocation parse(String value) {
        String address = value.strip();
        return KafkaAddress.isMeantBy(address)
                ? new FeedLocation(Optional.empty(), Optional.of(KafkaAddress.parse(address)))
                : new FeedLocation(Optional.of(FeedAddress.parse(address)), Optional.empty());
    }

    /** The address without secrets. */
    @Override
    public String toString() {
        return webSocket
                .map(Object::toString)
                .or(() -> kafka.map(Object::toString))
                .orElseThrow();
    }

    /** Reads the settings that hold an address. */
    public static final class FromText implements Converter<FeedLocation> {

        private static final long serialVersionUID = 1L;

        @Override
        public FeedLocation convert(String value) {
            return parse(value);
        }
    }
}
