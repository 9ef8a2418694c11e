package io.thelook.dashboard.source.kafka;

import io.thelook.dashboard.source.Backoff;
import io.thelook.dashboard.source.BatchOutlet;
import io.thelook.dashboard.source.LogPosition;
import io.thelook.dashboard.source.RecordSource;
import io.thelook.dashboard.source.SourceStatus.State;
import io.thelook.dashboard.source.StatusReport;
import io.thelook.service.thread.ServiceThread;
import io.thelook.service.thread.Throttle;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Reads a topic of Kafka: all partitions, without a consumer group, from the start of the window on, or from where it
 * is {@linkplain #beginAt told to begin}.
 *
 * <p>Records that were in the topic when reading started or resumed are history: their batches are not live. Each batch
 * is of one poll. While as many as {@link BatchOutlet} permits wait to be applied, the source reads nothing more.
 *
 * <p>{@link BrokerAnswers} tells whether the brokers answer. If none has for the timeout, or the client fails, a new
 * client takes over after a {@link Backoff} and continues where the last one stopped. So each record is passed on at
 * least once, unless the topic's retention removes it first. The log has one warning for each loss.
 *
 * <p>Longer than 300 lines because it is one idea: the life of one client after another. All state belongs to one
 * thread. The figures may be read by any thread.
 */
public final class KafkaRecordSource implements RecordSource {

    private static final Logger LOG = Logger.getLogger(KafkaRecordSource.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration LASTING = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(300);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration BETWEEN_LOGS = Duration.ofSeconds(30);

    private final KafkaAddress feed;
    private final KafkaSettings settings;
    private final Duration lookback;
    private final Duration timeout;
    private final InstantSource clock;
    private final KafkaWords words;
    private final Values values;
    private final Backoff backoff;
    private final Positions positions = new Positions();
    private final Counts counts = new Counts();
    private final ServiceThread thread = new ServiceThread("source");
    private final Throttle resetWarnings = new Throttle(BETWEEN_LOGS, System::nanoTime);

    private CompletionStage<Optional<Beginning>> beginning = CompletableFuture.completedFuture(Optional.empty());

    private Sink sink;
    private StatusReport status;
    private BatchOutlet outlet;
    private Connection connection = new Connection(0, Meaning.ADDITIONS);
    private boolean isCaughtUp;
    private boolean isLossLogged;
    private long completeSince;

    /** The time to begin at; empty for the start of the window. */
    private OptionalLong since = OptionalLong.empty();

    private Optional<Beginning> toldWhere = Optional.empty();

    private LogPosition passedOn = LogPosition.NONE;
    private long openedAt;
    private long lookedAt;
    private long resetsLogged;
    private volatile TopicReader reader;
    private volatile boolean isStopped;
    private volatile boolean isResyncDue;
    private volatile boolean hasCaughtUp;
    private volatile int partitions;
    private volatile long lag;
    private volatile long position;

    /**
     * @param lookback the length of the window
     * @param timeout limit on the silence of all brokers, after which a new client takes over
     * @param maxValueBytes the limit on a value, before and after inflating it; a longer one is refused
     * @param random for the jitter
     */
    public KafkaRecordSource(
            KafkaAddress feed,
            KafkaSettings settings,
            Duration lookback,
            Duration timeout,
            int maxValueBytes,
            InstantSource clock,
            RandomGenerator random) {
        this.feed = feed;
        this.settings = settings;
        this.lookback = lookback;
        this.timeout = timeout;
        this.clock = clock;
        this.words = new KafkaWords(feed);
        this.values = new Values(maxValueBytes);
        this.backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, random);
    }

    @Override
    public void beginAt(CompletionStage<Optional<Beginning>> where) {
        beginning = where;
    }

    @Override
    public void start(Sink receiver) {
        sink = receiver;
        outlet = new BatchOutlet(sink);
        status = new StatusReport(sink, clock, backoff);
        beginning
                .exceptionally(failure -> Optional.empty())
                .thenAccept(where -> thread.execute(() -> {
                    begin(where);
                    turn();
                }));
    }

    private void begin(Optional<Beginning> where) {
        toldWhere = where;
        since = where.map(each -> OptionalLong.of(each.since())).orElse(OptionalLong.empty());
        where.flatMap(Beginning::bookmark).ifPresent(positions::resume);
    }

    @Override
    public void stop() {
        isStopped = true;
        TopicReader current = reader;
        if (current != null) {
            current.wakeUp();
        }
        thread.execute(() -> {
            closeReader();
            thread.shutdownNow();
        });
    }

    /** Reads the window again, from its start; or all that it is to read, if it has not reached the end yet. */
    @Override
    public void resync() {
        isResyncDue = true;
    }

    @Override
    public boolean hasCaughtUp() {
        return hasCaughtUp;
    }

    /** The thread that reads the topic, for health and metrics. */
    public ServiceThread thread() {
        return thread;
    }

    /** The number of connections made so far. */
    public long connects() {
        return counts.connects.sum();
    }

    /** The number of records still to be read, as far as the client knows. */
    public long lag() {
        return lag;
    }

    /** The number of partitions of the topic; 0 until they are known. */
    public int partitions() {
        return partitions;
    }

    /** The age of the record that was read last, in milliseconds; 0 if there is nothing to read. */
    public long positionAge() {
        return lag == 0 || position == 0 ? 0 : Math.max(0, clock.millis() - position);
    }

    Counts counts() {
        return counts;
    }

    /** Does one step, of bounded length, and plans the next. */
    private void turn() {
        if (isStopped) {
            return;
        }
        Duration wait = Duration.ZERO;
        try {
            if (isResyncDue) {
                isResyncDue = false;
                restart();
            }
            if (reader == null) {
                open();
            } else {
                read();
            }
        } catch (WakeupException e) {
            // Only stop() wakes the client.
        } catch (KafkaException | TopicFault e) {
            wait = lost(words.failure(e));
        } catch (Throwable e) {
            wait = lost("reading failed: " + e.getClass().getSimpleName());
            throw e;
        } finally {
            if (!isStopped) {
                thread.schedule(this::turn, wait.toNanos(), TimeUnit.NANOSECONDS);
            }
        }
    }

    /** Reads the window again; or all that is wanted, if that has not been read yet. */
    private void restart() {
        positions.forget();
        if (hasCaughtUp) {
            since = OptionalLong.empty();
        } else {
            begin(toldWhere);
        }
        closeReader();
    }

    private void open() {
        status.connecting();
        connection = new Connection(connection.number() + 1, Meaning.ADDITIONS);
        TopicReader opening = new TopicReader(feed, settings, values, positions, counts, this::refuse);
        reader = opening;
        if (isStopped) {
            return;
        }
        long windowStart = clock.millis() - lookback.toMillis();
        // Positions that outlive this process may outlive the topic, too.
        if (!opening.open(since.orElse(windowStart), windowStart, toldWhere.isPresent())) {
            LOG.warnf("feed %s: the topic was created again; reading it from its beginning", feed);
        }
        isCaughtUp = false;
        completeSince = 0;
        openedAt = System.nanoTime();
        lookedAt = openedAt;
        counts.connects.increment();
        LOG.infof("feed %s: connected, partitions: %d", feed, reader.partitions());
        look(openedAt);
        live();
    }

    private void refuse(Refusal refusal) {
        counts.reject(refusal);
        sink.unreadable(connection, refusal.words());
    }

    private void read() {
        if (isCaughtUp && completeSince != positions.completeSince()) {
            complete();
        } else if (outlet.hasSlot(POLL)) {
            passOn();
        } else {
            reader.idle();
        }
        isCaughtUp = reader.isCaughtUp();
        long now = System.nanoTime();
        if (now - lookedAt > LOOK.toNanos()) {
            lookedAt = now;
            look(now);
            judge(now);
        }
    }

    /** Says that the end has been reached, once everything has been applied. */
    private void complete() {
        if (!outlet.isIdle(POLL)) {
            reader.idle();
        } else if (!isResyncDue) {
            completeSince = positions.completeSince();
            sink.completeSince(completeSince);
            hasCaughtUp = true;
        }
    }

    private void passOn() {
        List<Entry> entries = reader.read(POLL);
        LogPosition after = reader.position();
        if (!entries.isEmpty() || !after.equals(passedOn)) {
            passedOn = after;
            outlet.pass(connection, new Batch(entries, isCaughtUp && status.is(State.LIVE), after));
        }
        reader.passedOn();
    }

    private void look(long now) {
        reader.look(now);
        partitions = reader.partitions();
        lag = reader.lag();
        position = reader.lastTimestamp();
        long resets = counts.resets.sum();
        if (resets > resetsLogged && resetWarnings.tryAcquire()) {
            LOG.warnf(
                    "feed %s: the next records have been deleted (partitions: %d); continuing with the oldest ones",
                    feed, resets - resetsLogged);
            resetsLogged = resets;
        }
    }

    private void judge(long now) {
        if (reader.isGone(timeout, now)) {
            throw new TopicFault(words.noAnswer());
        }
        if (now - openedAt > LASTING.toNanos()) {
            backoff.reset();
        }
        String trouble = reader.trouble(now);
        if (!trouble.isEmpty()) {
            if (!status.reason().equals(trouble)) {
                warn(trouble);
                status.unresponsive(trouble);
            }
        } else if (status.is(State.UNRESPONSIVE)) {
            LOG.infof("feed %s: reading on", feed);
            reader.expectEnds();
            live();
        }
    }

    private void live() {
        isLossLogged = false;
        status.live();
    }

    /** Ends the client. Returns the wait before the next one. */
    private Duration lost(String reason) {
        closeReader();
        if (isStopped) {
            return Duration.ZERO;
        }
        warn(reason);
        Duration wait = backoff.next();
        status.waiting(wait, reason);
        return wait;
    }

    private void warn(String reason) {
        if (!isLossLogged) {
            isLossLogged = true;
            LOG.warnf("feed %s: %s; retrying until it is back", feed, reason);
        }
    }

    private void closeReader() {
        TopicReader last = reader;
        reader = null;
        if (last != null) {
            last.close();
        }
    }
}
