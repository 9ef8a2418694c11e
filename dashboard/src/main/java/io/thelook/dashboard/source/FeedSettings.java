package io.thelook.dashboard.source;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How to read a feed over a WebSocket.
 *
 * @param plainMeaning what the messages of a server mean that does not speak {@code thelook.v1}
 * @param subprotocol to request instead of {@code thelook.v1}; messages then have the plain meaning
 * @param headers of the handshake, besides the usual ones
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
