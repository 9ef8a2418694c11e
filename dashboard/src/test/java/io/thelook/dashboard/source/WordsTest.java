package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WordsTest {

    private final Words words = new Words(
            new Secrets(
                    FeedAddress.parse("ws://user:s3cret@host/ws?token=abcdef").secrets()),
            64_000_000);

    @ParameterizedTest
    @MethodSource
    void failure_isReportedShortly(Throwable failure, String expected) {
        assertThat(words.failure(failure)).isEqualTo(expected);
    }

    static Stream<Arguments> failure_isReportedShortly() {
        return Stream.of(
                Arguments.of(new UnknownHostException("Failed to resolve 'x'"), "host unknown"),
                Arguments.of(new NoRouteToHostException("No route to host"), "no route to the host"),
                Arguments.of(new ConnectTimeoutException("connection timed out: x"), "no connection within 5 s"),
                Arguments.of(new ConnectException("Connection refused: localhost/127.0.0.1:1"), "connection refused"),
                Arguments.of(new ConnectException("Network is unreachable"), "Network is unreachable"),
                Arguments.of(new IOException("Connection reset by peer"), "connection lost"),
                Arguments.of(
                        tls(new CertificateException("No name matching host found")),
                        "TLS: No name matching host found"),
                Arguments.of(
                        tls(new CertificateException("PKIX", new CertPathBuilderException("unable to find it"))),
                        "TLS: the feed's certificate is not trusted"),
                Arguments.of(tls(new NotSslRecordException("474554")), "TLS: the feed does not speak it"),
                Arguments.of(
                        new CorruptedWebSocketFrameException(WebSocketCloseStatus.MESSAGE_TOO_BIG, "Max"),
                        "sent a message over 64 MB"),
                Arguments.of(
                        new CorruptedWebSocketFrameException(WebSocketCloseStatus.PROTOCOL_ERROR, "RSV != 0"),
                        "broke the WebSocket protocol (RSV != 0)"),
                Arguments.of(new DecoderException(new IllegalStateException("odd")), "IllegalStateException: odd"),
                Arguments.of(
                        new IllegalArgumentException("ws://user:s3cret@host/ws?token=abcdef"),
                        "IllegalArgumentException: ws://…@host/ws?…"));
    }

    private static SSLHandshakeException tls(Exception cause) {
        SSLHandshakeException failure = new SSLHandshakeException("Failed to create SSL connection");
        failure.initCause(cause);
        return failure;
    }

    @Test
    void closingWords_areShortVisibleAndWithoutSecrets() {
        assertThat(closed(1001, "")).isEqualTo("closed with 1001");
        assertThat(closed(4401, "token abcdef\r\n2026 WARN\u001B[31m \u202Egnp\u2028 has expired"))
                .isEqualTo("closed with 4401, token … 2026 WARN [31m gnp has expired");
        assertThat(words.closed(new CloseWebSocketFrame())).isEqualTo("closed by the feed");
    }

    @Test
    void wordsOfOthers_areCutBetweenCharacters() {
        String cut = words.clean("😀".repeat(500));

        assertThat(cut).isEqualTo("😀".repeat(Words.MOST_CHARACTERS) + "…");
        assertThat(words.clean(null)).isEmpty();
    }

    private String closed(int code, String reason) {
        return words.closed(new CloseWebSocketFrame(code, reason));
    }
}
