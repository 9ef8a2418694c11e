package io.thelook.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The network between a service and its clients, which can fail as networks do. It neither closes nor resets a
 * connection when it fails, so that neither end is notified. Thread-safe.
 */
final class Network extends LocalProxy {

    /** As small as possible, so that unread data of a slow client waits at the service. */
    private static final int BUFFER = 4_096;

    /** Pieces per second in which a limited link passes bytes on. */
    private static final int PIECES = 10;

    private final URI service;
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private boolean isCut;
    private int swallowsToService;
    private int swallowsToClient;
    private boolean isOver;

    private volatile int bytesPerSecond = Integer.MAX_VALUE;

    Network(URI service) throws IOException {
        this.service = service;
        start();
    }

    /** The address of a WebSocket behind the network. */
    URI webSocket(String path) {
        return URI.create(uri(path).toString().replaceFirst("http", "ws"));
    }

    /** The cable is pulled: nothing passes in either direction. TCP sends what waits once the network is whole. */
    void pull() {
        change(() -> isCut = true);
    }

    /** The cable is back. */
    void plugIn() {
        change(() -> isCut = false);
    }

    /** Existing connections lose for good what is sent to the service. New ones are whole. */
    void loseWhatGoesToTheService() {
        change(() -> swallowsToService++);
    }

    /** Existing connections lose for good what is sent to the client. New ones are whole. */
    void loseWhatGoesToTheClient() {
        change(() -> swallowsToClient++);
    }

    /** Limits each connection, in the direction of the client. */
    void limit(int bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    private void change(Runnable fault) {
        lock.lock();
        try {
            fault.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    void serve(Socket client) throws IOException {
        awaitCable();
        passOn(client, new byte[0], service);
    }

    @Override
    Socket connect(URI to) throws IOException {
        Socket socket = new Socket();
        if (bytesPerSecond < Integer.MAX_VALUE) {
            socket.setReceiveBufferSize(BUFFER);
        }
        socket.connect(new InetSocketAddress(to.getHost(), to.getPort()));
        return socket;
    }

    @Override
    void pump(InputStream from, OutputStream to, boolean toService) throws IOException {
        boolean isLimited = !toService && bytesPerSecond < Integer.MAX_VALUE;
        byte[] piece = new byte[isLimited ? Math.max(1, bytesPerSecond / PIECES) : BUFFER];
        int faults = faults(toService);
        for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
            awaitCable();
            if (faults(toService) == faults) {
                to.write(piece, 0, read);
                to.flush();
            }
            if (isLimited) {
                awaitChange(TimeUnit.SECONDS.toNanos(1) / PIECES);
            }
        }
        awaitCable();
        if (faults(toService) != faults) {
            // The end is lost, too.
            awaitClose();
        }
    }

    private int faults(boolean toService) {
        lock.lock();
        try {
            return toService ? swallowsToService : swallowsToClient;
        } finally {
            lock.unlock();
        }
    }

    private void awaitCable() throws IOException {
        lock.lock();
        try {
            while (isCut) {
                changed.await();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            lock.unlock();
        }
    }

    private void awaitChange(long nanos) throws IOException {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            lock.unlock();
        }
    }

    private void awaitClose() throws IOException {
        lock.lock();
        try {
            while (!isOver) {
                changed.await();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        change(() -> {
            isOver = true;
            isCut = false;
        });
        super.close();
    }
}
