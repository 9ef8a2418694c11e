package io.thelook.dashboard.view;

import static io.thelook.model.RecordBuilder.aRecord;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.dashboard.source.SourceStatus.State;
import io.thelook.model.FeedEncoding;
import io.thelook.model.GoldenFrames;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ViewEngineTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AtomicLong millis = new AtomicLong(1_741_051_200_000L);
    private final List<String> views = new CopyOnWriteArrayList<>();
    private final ViewEngine engine =
            new ViewEngine(5, 3, () -> Instant.ofEpochMilli(millis.get()), () -> millis.get() * 1_000_000, JSON);

    ViewEngineTest() {
        engine.subscribe(new ViewEngine.Listener() {
            @Override
            public void view(String json) {
                views.add(json);
            }
        });
    }

    @AfterEach
    void stop() {
        engine.stop();
    }

    @Test
    void frames_oneAfterTheOther_giveTheNewestFiguresAndTheChangeToThem() throws Exception {
        JsonNode first = viewAfter(frame(aRecord().item("1").price("10").build()));
        millis.addAndGet(5_000);
        JsonNode second = viewAfter(frame(
                aRecord().item("1").price("10").build(),
                aRecord().item("2").order("o2").price("2.5").build()));

        assertThat(first.get("metrics").toString()).isEqualTo(metrics(1, 1, 10));
        assertThat(first.get("deltas").toString()).isEqualTo(metrics(0, 0, 0));
        assertThat(second.get("metrics").toString()).isEqualTo(metrics(2, 2, 13));
        assertThat(second.get("deltas").toString()).isEqualTo(metrics(1, 1, 3));
        assertThat(second.get("data_at").asLong()).isEqualTo(millis.get());
    }

    @Test
    void breakdown_moreNamesThanBars_sumsUpTheRest() throws Exception {
        JsonNode view = viewAfter(GoldenFrames.ours());

        assertThat(view.at("/revenue_by_country/bars")).hasSize(3);
        assertThat(view.at("/revenue_by_country/other_names").asInt()).isEqualTo(2);
        assertThat(view.at("/revenue_by_country/other_revenue").asLong()).isEqualTo(89);
    }

    @Test
    void status_changed_isToldAtOnceWithTheFiguresKept() throws Exception {
        viewAfter(GoldenFrames.ours());
        int before = views.size();

        engine.status(new SourceStatus(State.WAITING, millis.get(), 2, millis.get() + 300, "connection refused"));

        JsonNode view = viewNumber(before + 1);
        assertThat(view.get("source").toString())
                .isEqualTo("{\"state\":\"waiting\",\"since\":" + millis + ",\"attempt\":2,\"next_try_at\":"
                        + (millis.get() + 300) + ",\"reason\":\"connection refused\"}");
        assertThat(view.at("/metrics/num_orders").asInt()).isEqualTo(5);
    }

    @Test
    void frames_fasterThanTheyAreRead_leaveTheNewestAndAreCounted() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        engine.currentView(view -> {
            try {
                busy.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        for (int i = 1; i <= 100; i++) {
            engine.frame(frame(aRecord().price(Integer.toString(i)).build()));
        }
        busy.countDown();

        assertThat(viewNumber(1).at("/metrics/total_sales").asInt()).isEqualTo(100);
        Intake intake = engine.intake();
        assertThat(intake.framesReceived.sum()).isEqualTo(100);
        assertThat(intake.framesSuperseded.sum()).isEqualTo(99);
        assertThat(intake.framesApplied.sum()).isEqualTo(1);
        assertThat(views).hasSize(1);
    }

    @Test
    void intake_addsUp() throws Exception {
        String good = frame(aRecord().build());
        viewAfter(good);
        viewAfter(good);
        viewAfter("[{},7," + good.substring(1));
        JsonNode view = viewAfter("nonsense");

        Intake intake = engine.intake();
        assertThat(intake.framesReceived.sum())
                .isEqualTo(intake.framesApplied.sum() + intake.framesMalformed.sum() + intake.framesSuperseded.sum())
                .isEqualTo(4);
        assertThat(intake.recordsReceived.sum())
                .isEqualTo(intake.recordsApplied.sum() + intake.recordsDuplicate.sum() + intake.rejected())
                .isEqualTo(5);
        assertThat(intake.rejected()).isEqualTo(2);
        assertThat(view.get("problems").toString()).isEqualTo("{\"rejected_records\":2,\"malformed_frames\":1}");
    }

    @Test
    void docs_examplesAreWhatIsSent() throws Exception {
        Matcher examples = Pattern.compile("```json\n(.+?)\n```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "protocol.md")));
        assertThat(examples.find()).isTrue();
        String feed = examples.group(1);
        assertThat(frame(RecordCodec.decode(feed).records().toArray(Record[]::new)))
                .isEqualTo(feed);

        assertThat(examples.find()).isTrue();
        JsonNode described = JSON.readTree(examples.group(1));
        assertThat(paths(viewAfter(GoldenFrames.ours()))).isEqualTo(paths(described));
    }

    /** The names of all fields, arrays taken together. */
    private static Set<String> paths(JsonNode node) {
        Set<String> paths = new TreeSet<>();
        collect("", node, paths);
        return paths;
    }

    private static void collect(String path, JsonNode node, Set<String> paths) {
        if (node.isArray()) {
            node.forEach(element -> collect(path + "[]", element, paths));
        } else if (node.isObject()) {
            node.properties().forEach(field -> collect(path + "." + field.getKey(), field.getValue(), paths));
        } else {
            paths.add(path);
        }
    }

    private JsonNode viewAfter(String frame) throws Exception {
        int before = views.size();
        engine.frame(frame);
        return viewNumber(before + 1);
    }

    private JsonNode viewNumber(int number) throws Exception {
        await().until(() -> views.size() >= number);
        return JSON.readTree(views.get(number - 1));
    }

    private static String metrics(int orders, int items, int sales) {
        return "{\"num_orders\":" + orders + ",\"num_order_items\":" + items + ",\"total_sales\":" + sales + "}";
    }

    private static String frame(Record... records) {
        return Stream.of(records)
                .map(record -> new String(RecordCodec.encode(record, FeedEncoding.ARRAY), UTF_8))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
