package io.thelook.dashboard.source;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.util.Optional;

/**
 * Sends the request for a WebSocket and checks the response. Reads the response up to the end of its headers, which may
 * have {@value #MAX_HEADERS} bytes. Reads no body, follows no redirect, and neither offers nor accepts an extension.
 */
final class OpeningHandshake {

    private static final int MAX_STATUS_LINE = 4_096;
    private static final int MAX_HEADERS = 8_192;
    private static final int MAX_CHUNK = 8_192;

    private final WebSocketClientHandshaker handshaker;
    private final String subprotocol;

    /**
     * @param subprotocol to request; {@code null} for none
     * @param further headers of the request
     * @param maxBytes the limit on a frame
     */
    OpeningHandshake(FeedAddress address, String subprotocol, FeedHeaders further, int maxBytes) {
        this.subprotocol = subprotocol;
        HttpHeaders headers = new DefaultHttpHeaders()
                .set(HttpHeaderNames.HOST, address.hostHeader())
                .set(HttpHeaderNames.ORIGIN, address.origin());
        address.authorization().ifPresent(value -> headers.set(HttpHeaderNames.AUTHORIZATION, value));
        further.forEach(headers::set);
        // Netty uses only the path and the query of the URI.
        this.handshaker = WebSocketClientHandshakerFactory.newHandshaker(
                URI.create("ws://feed" + address.target()),
                WebSocketVersion.V13,
                subprotocol,
                false,
                headers,
                maxBytes);
    }

    /** Creates the codec that the channel needs before {@link #ask}. */
    static HttpClientCodec codec() {
        return new HttpClientCodec(MAX_STATUS_LINE, MAX_HEADERS, MAX_CHUNK);
    }

    /** Sends the request. */
    ChannelFuture ask(Channel channel) {
        return handshaker.handshake(channel);
    }

    /**
     * Completes the handshake and switches the channel from HTTP to WebSocket frames.
     *
     * @return the reason why the handshake cannot be completed; empty if it is complete
     */
    Optional<String> finish(Channel channel, HttpResponse response) {
        if (response.decoderResult().isFailure()) {
            return Optional.of("answered the handshake with what is not HTTP, or too long");
        }
        int status = response.status().code();
        if (status != HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
            return Optional.of("refused with status " + status);
        }
        if (response.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS)) {
            return Optional.of("answered the handshake with an extension that was not offered");
        }
        try {
            handshaker.finishHandshake(
                    channel,
                    new DefaultFullHttpResponse(
                            response.protocolVersion(),
                            response.status(),
                            Unpooled.EMPTY_BUFFER,
                            response.headers(),
                            EmptyHttpHeaders.INSTANCE));
            return Optional.empty();
        } catch (WebSocketHandshakeException e) {
            return Optional.of(
                    isSelected(response)
                            ? "did not complete the WebSocket handshake"
                            : "did not select " + subprotocol);
        }
    }

    private boolean isSelected(HttpResponse response) {
        return subprotocol == null
                || subprotocol.equals(response.headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL));
    }
}
