package io.thelook.dashboard.history;

import static io.thelook.dashboard.history.Fixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.model.Record;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class HistoryKillTest {

    private static final int KILLS = Integer.getInteger("history.kills", 2);

    @TempDir
    Path folder;

    @Test
    void killedInTheMiddleOfWriting_hasWhatWasCommitted_andWholeBatchesOnly() throws Exception {
        SplittableRandom random = new SplittableRandom(KILLS);
        int least = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = HistoryProcess.start(List.of(), "write", folder);
            int told = 1;
            try (BufferedReader output = HistoryProcess.output(process)) {
                HistoryProcess.await(output, "written 1");
                int enough = random.nextInt(2, 25);
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    told = line.matches("written \\d+") ? Integer.parseInt(line.substring(8)) : told;
                    if (told == enough) {
                        // The handle leaves the output open.
                        process.toHandle().destroyForcibly();
                    }
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
            least = Math.max(least, told);
            check(least, told);
        }
    }

    private void check(int batches, int told) throws Exception {
        try (Database database = Database.open(settings(folder));
                RecordStore store = RecordStore.writable(database.connect())) {
            List<Record> records = store.recordsSince(Long.MIN_VALUE);
            Map<Integer, Long> sizes = new TreeMap<>();
            Map<Integer, Long> shipped = new TreeMap<>();
            for (Record record : records) {
                int batch = Integer.parseInt(record.orderId().substring(1)) / HistoryProcess.BATCH;
                sizes.merge(batch, 1L, Long::sum);
                shipped.merge(batch, record.itemStatus().equals("Shipped") ? 1L : 0L, Long::sum);
            }

            assertThat(records.stream().map(Record::orderId).collect(Collectors.toSet()))
                    .as("no record twice")
                    .hasSize(records.size());
            assertThat(sizes.size()).isGreaterThanOrEqualTo(batches);
            assertThat(sizes.values()).containsOnly((long) HistoryProcess.BATCH);
            List<Long> statuses = new ArrayList<>(shipped.values());
            assertThat(statuses.subList(0, batches)).containsOnly((long) HistoryProcess.BATCH);
            assertThat(statuses).allMatch(count -> count == 0 || count == HistoryProcess.BATCH);
            assertThat(store.coverage().to()).isBetween((long) told, told + 1L);
        }
    }
}
