package io.thelook.producer.publish;

import io.thelook.producer.publish.Answer.Kind;
import io.thelook.producer.publish.HttpChannel.Patience;
import io.thelook.service.http.RequestFailure;
import io.thelook.service.http.RetryAfter;
import io.thelook.service.start.Shown;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Determines the outcome for a parcel from a response or a failure. Immutable and thread-safe.
 *
 * <p>After 2xx, a parcel is delivered. After 408, 425, 429, 5xx and faults of the connection, it is sent again; after
 * 400, 413 and 422, it is sent again in parts, because a part of a batch may be acceptable. After any other status, it
 * is refused.
 */
final class Answers {

    /** Limit on the pause that a receiver may request. */
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final RequestFailure failures;
    private final List<String> secrets;
    private final InstantSource clock;

    /** @param secrets texts to hide, even if the receiver repeats them */
    Answers(Patience patience, List<String> secrets, InstantSource clock) {
        this.failures = new RequestFailure(patience.connect(), patience.answer());
        this.secrets = List.copyOf(secrets);
        this.clock = clock;
    }

    Answer of(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return Answer.TAKEN;
        }
        Kind kind =
                switch (status) {
                    case 408, 425 -> Kind.LATER;
                    case 429, 503 -> Kind.BUSY;
                    case 400, 413, 422 -> Kind.TOO_MUCH;
                    default -> status >= 500 ? Kind.LATER : Kind.REFUSED;
                };
        boolean isLater = kind == Kind.BUSY || kind == Kind.LATER;
        Duration pause = response.headers()
                .firstValue("Retry-After")
                .filter(value -> isLater)
                .flatMap(value -> RetryAfter.read(value, LONGEST_PAUSE, clock))
                .orElse(Duration.ZERO);
        return new Answer(kind, "the receiver answers " + status + words(response.body()), pause);
    }

    private String words(String body) {
        String shown = body.strip();
        for (String secret : secrets) {
            shown = shown.replace(secret, Shown.NOTHING);
        }
        return shown.isEmpty() ? "" : ": " + Shown.text(shown);
    }

    Answer of(Throwable failure) {
        return Answer.of(Kind.LATER, failures.words(failure));
    }
}
