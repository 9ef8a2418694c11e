package io.thelook.model;

import static io.thelook.model.RecordBuilder.aRecord;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCodecTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void encode_array_isTheContractToTheByte() {
        Record record = aRecord().price("49.50").cost("20").country("España").build();

        assertThat(new String(RecordCodec.encode(record, FeedEncoding.ARRAY), UTF_8))
                .isEqualTo("{\"user_id\":\"user-1\",\"age\":34,\"gender\":\"F\",\"country\":\"España\","
                        + "\"traffic_source\":\"Search\",\"order_id\":\"order-1\",\"item_id\":\"item-1\","
                        + "\"category\":\"Jeans\",\"cost\":20,\"item_status\":\"Processing\",\"sale_price\":49.5,"
                        + "\"created_at\":1741051200000}");
    }

    @Test
    void encode_string_isTheSameQuotedOnceMoreWithPricesAsText() throws Exception {
        Record record = aRecord().price("49.5").build();

        String inside = new String(RecordCodec.encode(record, FeedEncoding.STRING), UTF_8);

        String array = MAPPER.readValue("\"[" + inside + "]\"", String.class);
        assertThat(MAPPER.readTree(array).get(0).get("sale_price").isTextual()).isTrue();
        assertThat(MAPPER.readTree(array).get(0).get("sale_price").asText()).isEqualTo("49.5");
    }

    @Test
    void encode_withoutCost_leavesItOut() {
        assertThat(new String(RecordCodec.encode(aRecord().cost(null).build(), FeedEncoding.ARRAY), UTF_8))
                .doesNotContain("cost");
    }

    @Test
    void decode_goldenFrames_giveTheSameRecordsInBothForms() throws FrameException {
        Frame reference = Frames.decode(GoldenFrames.reference());
        Frame ours = Frames.decode(GoldenFrames.ours());

        assertThat(reference.records()).hasSize(7).isEqualTo(ours.records());
        assertThat(reference.rejected()).isEmpty();
        assertThat(reference.records().get(5).country()).isEqualTo("España");
        assertThat(reference.records().stream()
                        .map(r -> r.salePrice().toBigDecimal())
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualTo(GoldenFrames.TOTAL_SALES);
    }

    @Test
    void encode_goldenRecords_restoreTheGoldenFrame() throws FrameException {
        List<Record> records = Frames.decode(GoldenFrames.ours()).records();

        String frame = records.stream()
                .map(r -> new String(RecordCodec.encode(r, FeedEncoding.ARRAY), UTF_8))
                .collect(Collectors.joining(",", FeedEncoding.ARRAY.prefix(), FeedEncoding.ARRAY.suffix()));

        assertThat(frame).isEqualTo(GoldenFrames.ours());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", " [ ] ", "\"[]\"", "\" [ ] \""})
    void decode_emptyArray_isAnEmptyFrame(String text) throws FrameException {
        assertThat(Frames.decode(text).received()).isZero();
    }

    @Test
    void decode_lenientForms_areAccepted() throws FrameException {
        Frame frame = Frames.decode("""
                [{"created_at": "1741051200000", "extra": {"deep": [1, {"x": 2}]}, "age": "34.0", "user_id": 17,
                  "gender": "F", "country": "France", "traffic_source": "Search", "order_id": 18, "item_id": 19,
                  "category": "Jeans", "item_status": "Shipped", "sale_price": " 49.50 ", "cost": null}]""");

        assertThat(frame.rejections()).isEmpty();
        Record record = frame.records().get(0);
        assertThat(record.userId()).isEqualTo("17");
        assertThat(record.itemId()).isEqualTo("19");
        assertThat(record.age()).isEqualTo(34);
        assertThat(record.salePrice()).isEqualTo(Money.parse("49.5"));
        assertThat(record.cost()).isNull();
        assertThat(record.createdAt()).isEqualTo(1_741_051_200_000L);
    }

    @ParameterizedTest(name = "{0} = {1} is refused: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "item_id        | null            | MISSING_FIELD",
                "country        | \"\"            | MISSING_FIELD",
                "sale_price     | \"\"            | MISSING_FIELD",
                "country        | 5               | NOT_TEXT",
                "country        | true            | NOT_TEXT",
                "country        | [\"France\"]    | NOT_TEXT",
                "order_id       | {\"id\":1}      | NOT_TEXT",
                "sale_price     | \"cheap\"       | NOT_A_NUMBER",
                "sale_price     | true            | NOT_A_NUMBER",
                "sale_price     | NaN             | NOT_A_NUMBER",
                "sale_price     | [1]             | NOT_A_NUMBER",
                "age            | \"old\"         | NOT_A_NUMBER",
                "created_at     | \"2025-03-04\"  | NOT_A_NUMBER",
                "sale_price     | -0.01           | NEGATIVE_PRICE",
                "cost           | -1              | NEGATIVE_PRICE",
                "sale_price     | 1e12            | PRICE_OUT_OF_RANGE",
                "sale_price     | 1e999999999     | PRICE_OUT_OF_RANGE",
                "age            | -1              | AGE_OUT_OF_RANGE",
                "age            | 151             | AGE_OUT_OF_RANGE",
                "age            | 34.5            | AGE_OUT_OF_RANGE",
                "age            | 1e999999999     | AGE_OUT_OF_RANGE",
                "created_at     | 1741051200      | TIMESTAMP_OUT_OF_RANGE",
                "created_at     | 4102444800000   | TIMESTAMP_OUT_OF_RANGE",
                "created_at     | -1              | TIMESTAMP_OUT_OF_RANGE",
                "created_at     | 1e999999999     | TIMESTAMP_OUT_OF_RANGE",
                "country        | \"a\\u0000b\"   | CONTROL_CHARACTER",
                "country        | \"a\\nb\"       | CONTROL_CHARACTER",
                "country        | \"\\ud800\"     | CONTROL_CHARACTER"
            })
    void decode_badField_refusesTheRecordAndKeepsTheRest(String field, String value, Rejection reason)
            throws FrameException {
        Frame frame = Frames.decode("[" + element(Map.of()) + "," + element(Map.of(field, value)) + ","
                + element(Map.of("item_id", "\"other\"")) + "]");

        assertThat(frame.rejected()).containsExactly(Map.entry(reason, 1));
        assertThat(frame.records()).extracting(Record::itemId).containsExactly("item-1", "other");
        assertThat(frame.received()).isEqualTo(3);
        assertThat(frame.rejections().get(0).detail()).startsWith("record 1 of the frame: " + field);
    }

    @Test
    void decode_textOf257Characters_isRefusedAndOf256Accepted() throws FrameException {
        String longest = "\"" + "x".repeat(RecordCodec.MAX_TEXT) + "\"";
        String tooLong = "\"" + "x".repeat(RecordCodec.MAX_TEXT + 1) + "\"";

        Frame frame = Frames.decode(
                "[" + element(Map.of("country", longest)) + "," + element(Map.of("country", tooLong)) + "]");

        assertThat(frame.records()).hasSize(1);
        assertThat(frame.rejected()).containsExactly(Map.entry(Rejection.TEXT_TOO_LONG, 1));
        assertThat(frame.rejections().get(0).detail()).contains("expected at most 256 characters, found 257");
    }

    @Test
    void decode_hugeNumber_isRefusedAloneWithoutLosingTheFrame() throws FrameException {
        String huge = "9".repeat(100_000);

        Frame frame = Frames.decode("[" + element(Map.of("sale_price", huge)) + "," + element(Map.of()) + "]");

        assertThat(frame.rejected()).containsExactly(Map.entry(Rejection.NOT_A_NUMBER, 1));
        assertThat(frame.records()).hasSize(1);
    }

    @Test
    void decode_elementsThatAreNoObjects_areRefusedOneByOne() throws FrameException {
        Frame frame = Frames.decode("[1, null, \"x\", [[], {}], " + element(Map.of()) + "]");

        assertThat(frame.rejected()).containsExactly(Map.entry(Rejection.NOT_AN_OBJECT, 4));
        assertThat(frame.records()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                    | is empty",
                "[{}                   | must be JSON",
                "null                  | starts with \"null\"",
                "42                    | starts with \"42\"",
                "<html>                | must be JSON",
                "[{\"item_id\":        | must be JSON",
                "[] []                 | another follows",
                "[] x                  | must be JSON",
                "\"no array\"          | must be JSON",
                "\"\\\"[]\\\"\"        | starts with",
                "\"[]\" 1              | another follows"
            })
    void decode_noFrame_saysWhatWasFoundAndExpected(String text, String said) {
        assertThatThrownBy(() -> Frames.decode(text))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining(said)
                .hasMessageStartingWith("a frame must");
    }

    @Test
    void decode_bottomlessNesting_isRefused() {
        assertThatThrownBy(() -> Frames.decode("[".repeat(100_000))).isInstanceOf(FrameException.class);
    }

    /** Frames cut and altered at random never do anything but decode or throw a FrameException. */
    @Test
    void decode_mutilatedFrames_neverFailOtherwise() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        String golden = GoldenFrames.ours();
        int refused = 0;

        for (int i = 0; i < 20_000; i++) {
            StringBuilder frame = new StringBuilder(golden);
            for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
                int at = random.nextInt(frame.length());
                switch (random.nextInt(3)) {
                    case 0 -> frame.setCharAt(at, (char) random.nextInt(0x10000));
                    case 1 -> frame.delete(at, Math.min(frame.length(), at + random.nextInt(1, 40)));
                    default -> frame.insert(at, "\"[]{},:9eE-.\\".charAt(random.nextInt(12)));
                }
            }
            try {
                Frame decoded = Frames.decode(frame.toString());
                decoded.records().forEach(r -> RecordCodec.encode(r, FeedEncoding.STRING));
            } catch (FrameException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", step " + i + ": " + frame, e);
            }
        }

        assertThat(refused).as("seed %d", seed).isPositive();
    }

    @Test
    void record_throughAnyObjectMapper_hasTheSameForm() throws Exception {
        Record record = aRecord().build();

        String json = MAPPER.writeValueAsString(record);

        assertThat(json).isEqualTo(new String(RecordCodec.encode(record, FeedEncoding.ARRAY), UTF_8));
        assertThat(MAPPER.readValue(json, Record.class)).isEqualTo(record);
    }

    @Test
    void metrics_json_hasTheSeedsNames() throws Exception {
        Metrics metrics = new Metrics(1, 2, 3, new BigDecimal("3"), new BigDecimal("0.2"), null);

        assertThat(MAPPER.writeValueAsString(metrics))
                .isEqualTo("{\"num_orders\":1,\"num_order_items\":2,\"total_sales\":3,"
                        + "\"average_order_value\":3,\"orders_per_minute\":0.2}");
    }

    @Test
    void metrics_minus_leavesOutWhatEitherHasNot() {
        Metrics earlier = new Metrics(1, 8, 9, new BigDecimal("9"), null, new BigDecimal("0.5"));
        Metrics later = new Metrics(5, 7, 9, new BigDecimal("1.80"), new BigDecimal("1"), new BigDecimal("0.25"));

        assertThat(later.minus(earlier))
                .isEqualTo(new Metrics(4, -1, 0, new BigDecimal("-7.2"), null, new BigDecimal("-0.25")));
    }

    /** The JSON of a good record with some fields replaced by the given raw JSON. */
    private static String element(Map<String, String> replaced) {
        Map<String, String> fields = new java.util.LinkedHashMap<>(
                Map.of("user_id", "\"user-1\"", "age", "34", "gender", "\"F\"", "country", "\"France\""));
        fields.putAll(Map.of("traffic_source", "\"Search\"", "order_id", "\"order-1\"", "item_id", "\"item-1\""));
        fields.putAll(Map.of("category", "\"Jeans\"", "cost", "20", "item_status", "\"Shipped\""));
        fields.putAll(Map.of("sale_price", "49.5", "created_at", "1741051200000"));
        fields.putAll(replaced);
        return fields.entrySet().stream()
                .map(e -> "\"" + e.getKey() + "\":" + e.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
