package io.thelook.producer.publish;

import io.thelook.producer.publish.Answer.Kind;
import io.thelook.producer.publish.HttpChannel.Patience;
import io.thelook.service.start.Shown;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Determines the outcome for a parcel from a response or a failure. Immutable and thread-safe.
 *
 * <p>After 2xx, a parcel is delivered. After 408, 425, 429, 5xx and faults of the connection, it is sent again; after
 * 400, 413 and 422, it is sent again in parts, because a part of a batch may be acceptable. After any other status, it
 * is refused.
 */
final class Answers {

    /** Limit on the pause that a receiver may ask for. */
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private static final int MOST_CHARACTERS_OF_PAUSE = 40;

    private final Patience patience;
    private final List<String> secrets;
    private final InstantSource clock;

    /** @param secrets texts to hide, even if the receiver repeats them */
    Answers(Patience patience, List<String> secrets, InstantSource clock) {
        this.patience = patience;
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
                .flatMap(this::pause)
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

    /** Reads the header Retry-After: seconds or a date; empty if it is neither. */
    private Optional<Duration> pause(String value) {
        if (value.length() > MOST_CHARACTERS_OF_PAUSE) {
            return Optional.empty();
        }
        try {
            Duration pause = value.chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(
                            clock.instant(), Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value)));
            return Optional.of(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE)
                    .filter(each -> !each.isNegative());
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    Answer of(Throwable failure) {
        return Answer.of(Kind.LATER, reason(failure));
    }

    private String reason(Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return reason(failure.getCause());
        }
        if (failure instanceof HttpConnectTimeoutException) {
            return "no connection within " + seconds(patience.connect());
        }
        if (failure instanceof TimeoutException) {
            return "no answer within " + seconds(patience.answer());
        }
        if (failure instanceof ConnectException) {
            return isUnresolved(failure) ? "the host is unknown" : "the connection is refused";
        }
        String message = Shown.text(String.valueOf(failure.getMessage()));
        if (failure instanceof SSLException) {
            return "no TLS connection (" + message + ")";
        }
        return failure instanceof IOException
                ? "the connection was lost (" + message + ")"
                : "unexpected " + failure.getClass().getSimpleName();
    }

    private static boolean isUnresolved(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1e3 + " s";
    }
}
