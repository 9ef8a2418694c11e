package io.thelook.dashboard;

import io.thelook.dashboard.source.FeedAddress;
import io.thelook.dashboard.source.file.FileAddress;
import io.thelook.dashboard.source.kafka.KafkaAddress;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * The location of a feed: a WebSocket, a topic of Kafka or a file. Exactly one of these is present.
 *
 * @param webSocket {@code ws://} or {@code wss://}
 * @param kafka {@code kafka://}
 * @param file {@code file:}
 */
public record FeedLocation(Optional<FeedAddress> webSocket, Optional<KafkaAddress> kafka, Optional<FileAddress> file) {

    /**
     * Reads an address of any kind.
     *
     * @throws IllegalArgumentException if the value is invalid; the message says what was expected, without the value
     */
    public static FeedLocation parse(String value) {
        String address = value.strip();
        if (KafkaAddress.isMeantBy(address)) {
            return new FeedLocation(Optional.empty(), Optional.of(KafkaAddress.parse(address)), Optional.empty());
        }
        if (FileAddress.isMeantBy(address)) {
            return new FeedLocation(Optional.empty(), Optional.empty(), Optional.of(FileAddress.parse(address)));
        }
        return new FeedLocation(Optional.of(FeedAddress.parse(address)), Optional.empty(), Optional.empty());
    }

    /** What a source of this kind reads, in words; empty for a WebSocket, which may also send its whole window. */
    Optional<String> log() {
        return kafka.map(topic -> "a topic of Kafka").or(() -> file.map(path -> "a file"));
    }

    /** The address without secrets. */
    @Override
    public String toString() {
        return webSocket
                .map(Object::toString)
                .or(() -> kafka.map(Object::toString))
                .or(() -> file.map(Object::toString))
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
