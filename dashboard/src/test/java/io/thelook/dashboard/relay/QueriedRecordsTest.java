package io.thelook.dashboard.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.thelook.dashboard.window.Query;
import io.thelook.model.Record;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class QueriedRecordsTest {

    private static final CompletableFuture<Void> NEVER = new CompletableFuture<>();
    private static final List<Record> NONE = List.of();

    private final Queue<CompletableFuture<List<Record>>> asked = new ConcurrentLinkedQueue<>();

    @Test
    void records_areAskedForByOneAtATimeWithARest() {
        QueriedRecords records = records(Duration.ofSeconds(10));
        CompletableFuture<List<Record>> first = inBackground(() -> of(records, NEVER));
        await().until(() -> asked.size() == 1);
        CompletableFuture<List<Record>> second = inBackground(() -> of(records, NEVER));
        // So long the engine takes for the first.
        long began = System.nanoTime();
        await().during(Duration.ofMillis(100)).until(() -> asked.size() == 1);
        long took = System.nanoTime() - began;

        asked.element().complete(NONE);
        assertThat(first.join()).isSameAs(NONE);
        long answered = System.nanoTime();
        await().until(() -> asked.size() == 2);

        assertThat(System.nanoTime() - answered).isGreaterThan(2 * took);
        asked.forEach(each -> each.complete(NONE));
        assertThat(second.join()).isSameAs(NONE);
    }

    @Test
    void records_thatNobodyWantsAnyMore_areNotCollected() {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        CompletableFuture<List<Record>> waiting = inBackground(() -> of(records(Duration.ofSeconds(10)), gone));
        await().until(() -> asked.size() == 1);

        gone.complete(null);

        assertThatThrownBy(waiting::join).hasRootCauseInstanceOf(java.util.concurrent.CancellationException.class);
        assertThat(asked.element()).isCancelled();
    }

    @Test
    void records_ofAnEngineThatDoesNotAnswer_areNotWaitedForForEver() {
        QueriedRecords records = records(Duration.ofMillis(50));

        assertThatThrownBy(() -> records.of(Query.DEFAULT, NEVER))
                .isInstanceOf(IOException.class)
                .hasMessage("the records are not to be had at the moment: try again later");
        assertThat(asked.element()).isCancelled();
    }

    @Test
    void records_behindOneThatTakesLong_areNotWaitedForForEver() {
        QueriedRecords records = records(Duration.ofMillis(300));
        inBackground(() -> of(records, NEVER));
        await().until(() -> asked.size() == 1);
        CompletableFuture<List<Record>> failing = inBackground(() -> of(records, NEVER));

        assertThatThrownBy(failing::join).hasStackTraceContaining("try again later");
    }

    private QueriedRecords records(Duration patience) {
        return new QueriedRecords(
                query -> {
                    CompletableFuture<List<Record>> result = new CompletableFuture<>();
                    asked.add(result);
                    return result;
                },
                patience);
    }

    private static List<Record> of(QueriedRecords records, CompletableFuture<Void> gone) {
        try {
            return records.of(Query.DEFAULT, gone);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static <T> CompletableFuture<T> inBackground(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, each -> new Thread(each, "download").start());
    }
}
