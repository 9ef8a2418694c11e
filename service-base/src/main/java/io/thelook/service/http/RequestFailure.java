package io.thelook.service.http;

import io.thelook.service.start.Shown;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Describes in words why a request of {@link HttpClient} failed. The words may repeat what the receiver sent, in one
 * line.
 *
 * @param connect the time limit on the connection, with TLS
 * @param answer the time limit on the whole request
 */
public record RequestFailure(Duration connect, Duration answer) {

    /** The reason, without a full stop. */
    public String words(Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return words(failure.getCause());
        }
        if (failure instanceof HttpConnectTimeoutException) {
            return "no connection within " + seconds(connect);
        }
        if (failure instanceof TimeoutException) {
            return "no answer within " + seconds(answer);
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
