package io.thelook.service.export;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The body of a response, sent in chunks. Each chunk is sent after the client's connection has taken the previous one,
 * so at most one chunk is in memory. Blocks for each chunk, but no longer than the client may take for it. Not
 * thread-safe; not for an event loop.
 */
final class ResponseStream extends OutputStream {

    /** The size of a chunk, which a client must take within the time limit, in bytes. */
    static final int CHUNK = 64 * 1024;

    private final HttpServerResponse response;
    private final Duration patience;
    private Buffer chunk = Buffer.buffer(CHUNK);

    /** @param patience how long the client may take for each chunk */
    ResponseStream(HttpServerResponse response, Duration patience) {
        this.response = response;
        this.patience = patience;
    }

    /** Thrown when the client has not taken a chunk in time. */
    static final class SlowClientException extends IOException {

        private static final long serialVersionUID = 1;

        private SlowClientException(Duration patience) {
            super("the client did not take " + CHUNK + " bytes within " + patience);
        }
    }

    @Override
    public void write(int octet) throws IOException {
        chunk.appendByte((byte) octet);
        sendIfFull();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int part = Math.min(end - at, CHUNK - chunk.length());
            chunk.appendBytes(bytes, at, part);
            at += part;
            sendIfFull();
        }
    }

    private void sendIfFull() throws IOException {
        if (chunk.length() == CHUNK) {
            if (!response.headWritten()) {
                response.setChunked(true);
            }
            Future<Void> taken = response.write(chunk);
            chunk = Buffer.buffer(CHUNK);
            await(taken);
        }
    }

    /** Sends the last chunk and ends the response. */
    void finish() throws IOException {
        await(response.end(chunk));
    }

    private void await(Future<Void> taken) throws IOException {
        try {
            taken.toCompletionStage().toCompletableFuture().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SlowClientException(patience);
        } catch (ExecutionException e) {
            throw new IOException("the client has gone", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the service stops");
        }
    }
}
