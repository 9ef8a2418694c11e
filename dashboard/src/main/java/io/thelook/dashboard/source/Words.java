package io.thelook.dashboard.source;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/**
 * Describes in words why a connection ended. Text from a peer or a library is cut at {@value #MOST_CHARACTERS}
 * characters and contains no control characters and none of the secrets of the feed's settings.
 */
final class Words {

    static final int MOST_CHARACTERS = 120;

    private final Secrets secrets;
    private final int maxBytes;

    /**
     * @param secrets to remove
     * @param maxBytes the limit on a message
     */
    Words(Secrets secrets, int maxBytes) {
        this.secrets = secrets;
        this.maxBytes = maxBytes;
    }

    /** Describes a failure to connect, or of a connection. */
    String failure(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof UnknownHostException) {
            return "host unknown";
        }
        if (cause instanceof NoRouteToHostException) {
            return "no route to the host";
        }
        if (cause instanceof ConnectTimeoutException) {
            return "no connection within " + Connector.TIMEOUT.toSeconds() + " s";
        }
        if (cause instanceof ConnectException) {
            return cause.getMessage() != null && cause.getMessage().startsWith("Connection refused")
                    ? "connection refused"
                    : clean(cause.getMessage());
        }
        if (cause instanceof NotSslRecordException) {
            return "TLS: the feed does not speak it";
        }
        if (cause instanceof CertPathBuilderException) {
            return "TLS: the feed's certificate is not trusted";
        }
        if (cause instanceof SSLException || cause instanceof GeneralSecurityException) {
            return "TLS: " + clean(cause.getMessage());
        }
        if (cause instanceof CorruptedWebSocketFrameException broken) {
            return WebSocketCloseStatus.MESSAGE_TOO_BIG.equals(broken.closeStatus())
                    ? tooLong()
                    : "broke the WebSocket protocol (" + clean(broken.getMessage()) + ")";
        }
        if (cause instanceof IOException) {
            return "connection lost";
        }
        return cause.getClass().getSimpleName() + ": " + clean(cause.getMessage());
    }

    /** Returns the failure without the exceptions that a library has wrapped it in. */
    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof DecoderException
                        || cause instanceof SSLException
                        || cause instanceof CertificateException)
                && !(cause instanceof CorruptedWebSocketFrameException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Describes a message over the limit. */
    String tooLong() {
        return "sent a message over " + maxBytes / 1_000_000 + " MB";
    }

    /** Describes a close frame of the peer. */
    String closed(CloseWebSocketFrame frame) {
        int code = frame.statusCode();
        if (code < 0) {
            return "closed by the feed";
        }
        String reason = clean(frame.reasonText());
        return "closed with " + code + (reason.isEmpty() ? "" : ", " + reason);
    }

    /** Makes text from a peer or a library fit to be logged and shown; {@code null} becomes empty. */
    String clean(String words) {
        if (words == null) {
            return "";
        }
        StringBuilder cleaned = new StringBuilder();
        secrets.removedFrom(words).codePoints().map(Words::visible).forEach(cleaned::appendCodePoint);
        String line = cleaned.toString().strip().replaceAll(" {2,}", " ");
        return line.codePointCount(0, line.length()) <= MOST_CHARACTERS
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MOST_CHARACTERS)) + "…";
    }

    private static int visible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> ' ';
            default -> character;
        };
    }
}
