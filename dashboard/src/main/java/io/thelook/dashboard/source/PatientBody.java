package io.thelook.dashboard.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an HTTP response, for a reader that does not wait forever: the time limit of a request ends with the
 * headers of its response. A part is requested when the one before has been read. For one reader.
 */
final class PatientBody extends InputStream implements Flow.Subscriber<List<ByteBuffer>> {

    private final Duration patience;
    private final BlockingQueue<Part> arrived = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> current = new ArrayDeque<>();
    private volatile Flow.Subscription subscription;
    private boolean isOver;

    /**
     * What has come.
     *
     * @param bytes {@code null} at the end
     * @param failure why it ended; {@code null} if it is whole
     */
    private record Part(List<ByteBuffer> bytes, Throwable failure) {}

    /** @param patience how long to wait for a part */
    PatientBody(Flow.Publisher<List<ByteBuffer>> body, Duration patience) {
        this.patience = patience;
        body.subscribe(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        arrived.add(new Part(bytes, null));
    }

    @Override
    public void onError(Throwable failure) {
        arrived.add(new Part(null, failure));
    }

    @Override
    public void onComplete() {
        arrived.add(new Part(null, null));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * Reads what there is, or waits for it.
     *
     * @throws IOException if the body ends early, or nothing comes in time
     */
    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        while (!isOver && (current.isEmpty() || !current.peek().hasRemaining())) {
            if (current.poll() == null) {
                await();
            }
        }
        if (isOver) {
            return -1;
        }
        int count = Math.min(length, current.peek().remaining());
        current.peek().get(to, offset, count);
        return count;
    }

    private void await() throws IOException {
        Part part;
        try {
            part = arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the dashboard stops");
        }
        if (part == null) {
            throw new IOException("nothing came for " + patience.toSeconds() + " s");
        }
        if (part.failure() != null) {
            throw new IOException("the answer ended early", part.failure());
        }
        if (part.bytes() == null) {
            isOver = true;
        } else {
            current.addAll(part.bytes());
            subscription.request(1);
        }
    }

    /** Gives the connection up if the body has not been read to its end. */
    @Override
    public void close() {
        subscription.cancel();
    }
}
