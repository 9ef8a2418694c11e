package io.thelook.dashboard.source;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of a feed over a WebSocket.
 *
 * @param plainMeaning the meaning of the messages if the server does not select {@code thelook.v1}
 * @param subprotocol to request instead of {@code thelook.v1}; messages then have the plain meaning
 * @param headers further ones for the handshake
 * @param hello sent after each handshake
 * @param ca the authorities to trust instead of those of the Java runtime
 * @param ping the interval between pings; zero for none
 * @param timeout see {@link Liveness}
 * @param maxFrameBytes the limit on a message, also once it is inflated; a larger one ends the connection
 */
public record FeedSettings(
        FeedAddress address,
        RecordSource.Meaning plainMeaning,
        Optional<String> subprotocol,
        FeedHeaders headers,
        Optional<FeedHello> hello,
        Optional<CaFile> ca,
        Duration ping,
        Duration timeout,
        int maxFrameBytes) {

    Words words() {
        Stream<String> secrets = Stream.of(
                        address.secrets(), headers.secrets(), hello.stream().flatMap(FeedHello::secrets))
                .flatMap(each -> each);
        return new Words(new Secrets(secrets), maxFrameBytes);
    }

    /** Whether servers may speak {@code thelook.v1}, which is then requested first. */
    boolean mayBeProtocol() {
        return plainMeaning != RecordSource.Meaning.ADDITIONS && subprotocol.isEmpty();
    }
}
