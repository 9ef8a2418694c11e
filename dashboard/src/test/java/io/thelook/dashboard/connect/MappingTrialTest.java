package io.thelook.dashboard.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.connect.MappingTrial.Fault;
import io.thelook.dashboard.connect.MappingTrial.Result;
import io.thelook.model.FeedFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MappingTrialTest {

    private static final String ORDER =
            "{\"no\":7,\"lines\":[{\"id\":1,\"total\":\"19.90\"},{\"id\":2,\"total\":\"x\"}]}";
    private static final String PROGRAM = ".no as $no | .lines[]\n| {order_id: $no, item_id: .id, sale_price: .total}";

    private long nanos;
    private final MappingTrial trial = new MappingTrial(
            new FeedFormat(false, List.of("data"), Optional.empty(), "EUR"), () -> nanos += 1_000_000_000);

    @Test
    void records_areShownAsTheyAre_andTheRejectedInWords() {
        Result result = trial.run(PROGRAM, ORDER);

        assertThat(result.fault()).isNull();
        assertThat(result.records()).containsExactly(Map.of("order_id", "7", "item_id", "1", "sale_price", "19.9"));
        assertThat(result.records().get(0).keySet()).containsExactly("order_id", "item_id", "sale_price");
        assertThat(result.rejected()).isEqualTo(1);
        assertThat(result.rejections()).singleElement().asString().contains("sale_price", "\"x\"");
    }

    @Test
    void identity_readsRecordsOfTheLook_inTheirForms() {
        Result result = trial.run(
                ".",
                "{\"data\":[{\"orderId\":1,\"itemId\":2,\"salePrice\":3,\"createdAt\":1741051200,\"currency\":\"EUR\"}]}");

        assertThat(result.records())
                .containsExactly(Map.of(
                        "order_id", "1",
                        "item_id", "2",
                        "sale_price", "3",
                        "created_at", "2025-03-04T01:20:00Z"));
    }

    @Test
    void errorInTheMapping_hasItsPlace() {
        Result result = trial.run("{\n  order_id: .no,\n  item_id }}", ORDER);

        assertThat(result.fault()).isEqualTo(Fault.MAPPING);
        assertThat(result.error()).startsWith("line 3, column 12: unexpected \"}\"");
        assertThat(trial.run("{a: nothing(1)}", ORDER).error())
                .startsWith("line 1, column 5: unknown function nothing");
        assertThat(trial.run(" ", ORDER).error()).isEqualTo("empty, expected a jq program");
        assertThat(trial.run("(".repeat(100_000), ORDER).fault()).isEqualTo(Fault.MAPPING);
    }

    @Test
    void sampleThatIsNotJson_isReported() {
        Result result = trial.run(PROGRAM, "{\"no\":");

        assertThat(result.fault()).isEqualTo(Fault.SAMPLE);
        assertThat(result.error()).startsWith("a frame must be JSON");
    }

    @Test
    void anotherCurrency_isRejected() {
        Result result = trial.run(". + {currency: \"USD\"}", "{\"order_id\":1,\"item_id\":1,\"sale_price\":1}");

        assertThat(result.records()).isEmpty();
        assertThat(result.rejections()).singleElement().asString().contains("USD");
    }

    @Test
    void programWithoutEnd_isStopped() {
        Result result = trial.run("def f: f; f", ORDER);

        assertThat(result.rejections()).singleElement().asString().contains("the mapping was stopped");
    }

    @Test
    void trial_endsAfterItsTime() {
        Result result = trial.run("empty", "{}\n".repeat(100));

        assertThat(result.rejected()).isEqualTo(97);
        assertThat(result.rejections().get(0)).contains("not tried, because the values before it took 3 s");
    }

    @Test
    void trial_endsAfterItsRecords_andShowsTheFirst() {
        MappingTrial fast = new MappingTrial(FeedFormat.THELOOK, () -> 0);
        Result result = fast.run(
                "range(6000) | {order_id: 1, item_id: ., sale_price: 1}", "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n{\"a\":4}");

        assertThat(result.made()).isEqualTo(12_000);
        assertThat(result.records()).hasSize(MappingTrial.MOST_SHOWN);
        assertThat(result.rejected()).isEqualTo(2);
    }
}
