package io.thelook.dashboard.alert;

import io.thelook.dashboard.source.Backoff;
import io.thelook.service.thread.ServiceThread;
import io.thelook.service.thread.Throttle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Delivers the messages for one webhook in order, one at a time. A message that fails is sent again until its limits
 * are reached, then it is given up and the next one follows. If too many messages wait, it drops new ones.
 *
 * <p>Belongs to the thread of the alerts, except the counts.
 */
final class Courier {

    private static final Logger LOG = Logger.getLogger(Courier.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(30);

    private final Webhook webhook;
    private final Payloads payloads;
    private final Post post;
    private final RetryLimits limits;
    private final ServiceThread thread;
    private final LongSupplier nanoTime;
    private final Backoff backoff;
    private final Throttle warnings;
    private final Throttle retryWarnings;

    /** The waiting messages; the first one is being sent. */
    private final Queue<Notice> queue = new ArrayDeque<>();

    private byte[] body;
    private int attempts;
    private long firstAttemptAt;

    private final LongAdder offered = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    Courier(
            Webhook webhook,
            Payloads payloads,
            Post post,
            RetryLimits limits,
            ServiceThread thread,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.webhook = webhook;
        this.payloads = payloads;
        this.post = post;
        this.limits = limits;
        this.thread = thread;
        this.nanoTime = nanoTime;
        this.backoff = new Backoff(limits.first(), limits.longest(), random);
        this.warnings = new Throttle(BETWEEN_WARNINGS, nanoTime);
        this.retryWarnings = new Throttle(BETWEEN_WARNINGS, nanoTime);
    }

    /** Takes a message, unless too many wait. */
    void offer(Notice notice) {
        offered.increment();
        if (queue.size() >= limits.waiting()) {
            dropped.increment();
            if (warnings.tryAcquire()) {
                LOG.warnf(
                        "alert “%s”: the message (%s) for the webhook %s is dropped: %d others wait",
                        notice.rule().name(), notice.kind().label(), webhook, queue.size());
            }
            return;
        }
        queue.add(notice);
        if (queue.size() == 1) {
            begin();
        }
    }

    private void begin() {
        backoff.reset();
        attempts = 0;
        firstAttemptAt = nanoTime.getAsLong();
        body = payloads.of(queue.element(), webhook.format());
        send();
    }

    private void send() {
        attempts++;
        post.send(webhook, body).thenAccept(outcome -> thread.execute(() -> receive(outcome)));
    }

    private void receive(Outcome outcome) {
        switch (outcome.kind()) {
            case TAKEN -> {
                delivered.increment();
                finish();
            }
            case REFUSED -> giveUp(outcome);
            case LATER -> retry(outcome);
        }
    }

    private void retry(Outcome outcome) {
        Duration random = backoff.next();
        Duration pause = random.compareTo(outcome.pause()) > 0 ? random : outcome.pause();
        long sinceFirst = nanoTime.getAsLong() - firstAttemptAt;
        if (attempts >= limits.attempts()
                || sinceFirst + pause.toNanos() > limits.total().toNanos()) {
            giveUp(outcome);
            return;
        }
        retried.increment();
        if (attempts == 1 && retryWarnings.tryAcquire()) {
            LOG.warnf("the webhook %s does not accept a message, retrying: %s", webhook, outcome.reason());
        }
        thread.schedule(this::send, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void giveUp(Outcome outcome) {
        failed.increment();
        Notice notice = queue.element();
        LOG.warnf(
                "alert “%s”: the message (%s) did not reach the webhook %s: %s; given up after %d %s",
                notice.rule().name(),
                notice.kind().label(),
                webhook,
                outcome.reason(),
                attempts,
                attempts == 1 ? "attempt" : "attempts");
        finish();
    }

    private void finish() {
        queue.remove();
        if (!queue.isEmpty()) {
            begin();
        }
    }

    Webhook webhook() {
        return webhook;
    }

    /**
     * Messages for this webhook. Equal to the sum of the other counts, except {@link #retried}, and those that wait.
     */
    long offered() {
        return offered.sum();
    }

    long delivered() {
        return delivered.sum();
    }

    /** Attempts after the first one of a message. */
    long retried() {
        return retried.sum();
    }

    long failed() {
        return failed.sum();
    }

    long dropped() {
        return dropped.sum();
    }

    long waiting() {
        return offered() - delivered() - failed() - dropped();
    }
}
