package io.thelook.dashboard.source.file;

import io.thelook.service.thread.Throttle;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Logs when a file is opened, and when it cannot be read: each loss once, and no more than one line of each kind in
 * half a minute, whatever happens to the file. A loss that lasts is logged when that time is over. Not thread-safe.
 */
final class FileLog {

    private static final Logger LOG = Logger.getLogger(FileRecordSource.class);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

    private final FileAddress feed;
    private final Throttle openings;
    private final Throttle losses;
    private boolean isLossLogged;

    /** @param nanoTime as {@link System#nanoTime} */
    FileLog(FileAddress feed, LongSupplier nanoTime) {
        this.feed = feed;
        this.openings = new Throttle(BETWEEN_LINES, nanoTime);
        this.losses = new Throttle(BETWEEN_LINES, nanoTime);
    }

    /** The file was opened, and has this many bytes. */
    void opened(long bytes) {
        if (isLossLogged || openings.tryAcquire()) {
            LOG.infof("feed %s: reading it from its start, %d bytes", feed, bytes);
        }
        isLossLogged = false;
    }

    /** The file cannot be read. To be called again at each attempt. */
    void lost(String reason) {
        if (!isLossLogged && losses.tryAcquire()) {
            isLossLogged = true;
            LOG.warnf("feed %s: %s; retrying until it can be read", feed, reason);
        }
    }
}
