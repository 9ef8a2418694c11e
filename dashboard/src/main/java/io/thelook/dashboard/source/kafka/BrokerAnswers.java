package io.thelook.dashboard.source.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.apache.kafka.common.Node;

/**
 * Detects brokers that have stopped answering.
 *
 * <p>An empty poll proves nothing, because a quiet topic gives one, too. But a broker answers each fetch within half a
 * second, with or without records, and the client always has a fetch in flight to every leader of a partition. So a
 * leader whose number of responses does not grow has stopped answering. This needs no further request, and it detects a
 * frozen broker as well as a dead one. Times are those of {@link System#nanoTime}. Not thread-safe.
 */
final class BrokerAnswers {

    /** A longer pause between two looks excuses the silence, because the client did not poll meanwhile. */
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final Map<Integer, Answer> answers = new HashMap<>();
    private long lookedAt;

    /** The number of responses of a broker, and when it last grew. */
    private record Answer(double responses, long at) {}

    /**
     * Looks at the brokers that lead a partition. To be called several times a second.
     *
     * @param responses number of responses of the broker of this id so far
     */
    void look(Collection<Node> leaders, IntToDoubleFunction responses, long now) {
        if (now - lookedAt > PAUSE) {
            excuse(now);
        }
        lookedAt = now;
        answers.keySet().retainAll(leaders.stream().map(Node::id).toList());
        for (Node leader : leaders) {
            double number = responses.applyAsDouble(leader.id());
            Answer last = answers.get(leader.id());
            if (last == null || last.responses() != number) {
                answers.put(leader.id(), new Answer(number, now));
            }
        }
    }

    /** Excuses the silence up to now, because the client fetched nothing. */
    void excuse(long now) {
        answers.replaceAll((id, answer) -> new Answer(answer.responses(), now));
    }

    /** The leaders that {@link #look} knows and that have been silent for longer than this many nanoseconds. */
    List<Node> silent(Collection<Node> leaders, long nanos, long now) {
        return leaders.stream()
                .filter(leader -> answers.containsKey(leader.id())
                        && now - answers.get(leader.id()).at() > nanos)
                .toList();
    }
}
