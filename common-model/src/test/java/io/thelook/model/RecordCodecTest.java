package io.thelook.model;

import static io.thelook.model.RecordBuilder.aRecord;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
                "order_id       | \"\"            | MISSING_FIELD",
                "sale_price     | null            | MISSING_FIELD",
                "sale_price     | \"\"            | MISSING_FIELD",
                "country        | true            | NOT_TEXT",
                "country        | [\"France\"]    | NOT_TEXT",
                "order_id       | {\"id\":1}      | NOT_TEXT",
                "sale_price     | \"cheap\"       | NOT_A_NUMBER",
                "sale_price     | true            | NOT_A_NUMBER",
                "sale_price     | NaN             | NOT_A_NUMBER",
                "sale_price     | [1]             | NOT_A_NUMBER",
                "age            | \"old\"         | NOT_A_NUMBER",
                "created_at     | true            | NOT_A_NUMBER",
                "created_at     | {}              | NOT_A_NUMBER",
                "cost           | -1              | NEGATIVE_PRICE",
                "sale_price     | 1e12            | PRICE_OUT_OF_RANGE",
                "sale_price     | 1e999999999     | PRICE_OUT_OF_RANGE",
                "quantity       | 0               | QUANTITY_OUT_OF_RANGE",
                "quantity       | -2              | QUANTITY_OUT_OF_RANGE",
                "quantity       | 1.5             | QUANTITY_OUT_OF_RANGE",
                "quantity       | 1000001         | QUANTITY_OUT_OF_RANGE",
                "quantity       | \"two\"         | NOT_A_NUMBER",
                "currency       | \"EUR\"         | OTHER_CURRENCY",
                "age            | -1              | AGE_OUT_OF_RANGE",
                "age            | 151             | AGE_OUT_OF_RANGE",
                "age            | 34.5            | AGE_OUT_OF_RANGE",
                "age            | 1e999999999     | AGE_OUT_OF_RANGE",
                "created_at     | \"2025-03-04\"  | TIMESTAMP_OUT_OF_RANGE",
                "created_at     | \"2025-03-04T01:20:00\" | TIMESTAMP_OUT_OF_RANGE",
                "created_at     | \"yesterday\"   | TIMESTAMP_OUT_OF_RANGE",
                "created_at     | 17410512        | TIMESTAMP_OUT_OF_RANGE",
                "created_at     | 4102444800000   | TIMESTAMP_OUT_OF_RANGE",
                "created_at     | -1              | TIMESTAMP_OUT_OF_RANGE",
                "created_at     | 1e999999999     | TIMESTAMP_OUT_OF_RANGE",
                "created_at     | 946684799999    | TIMESTAMP_OUT_OF_RANGE",
                "created_at     | \"1999-12-31T23:59:59.999Z\" | TIMESTAMP_OUT_OF_RANGE",
                "created_at     | \"2100-01-01T00:00:00Z\" | TIMESTAMP_OUT_OF_RANGE",
                "updated_at     | 5               | TIMESTAMP_OUT_OF_RANGE",
                "order_id       | \"a\\u0000b\"   | CONTROL_CHARACTER",
                "item_id        | \"a\\nb\"       | CONTROL_CHARACTER",
                "item_id        | \"a\\u007fb\"   | CONTROL_CHARACTER",
                "item_id        | \"\\ud83d\\ud83d\" | CONTROL_CHARACTER",
                "item_id        | \"\\ud800\"     | CONTROL_CHARACTER"
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

    @ParameterizedTest(name = "{0} = {1} is {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "country        | \"\"               | Unknown",
                "country        | null               | Unknown",
                "country        | 5                  | 5",
                "country        | \"a\\u0000b\"      | a b",
                "country        | \"a\\r\\nb\"       | a  b",
                "country        | \"\\ud800 x\"      | x",
                "user_id        | \"\"               | Unknown",
                "item_status    | \"SHIPPED\"        | Shipped",
                "item_status    | \"fulfilled\"      | Shipped",
                "item_status    | \"canceled\"       | Cancelled",
                "item_status    | \"in_progress\"    | Processing",
                "item_status    | \"on-hold\"        | On hold",
                "item_status    | \"ON HOLD\"        | On hold",
                "item_status    | \"Held -\"         | Held",
                "item_status    | \"-_\"             | Unknown",
                "item_status    | \"ßX\"             | ßx",
                "item_status    | \"ΟΔΟΣ\"           | Οδοσ",
                "item_status    | \"\"               | Unknown",
                "order_id       | \"a b~ü👍c\"      | a b~ü👍c",
                "age            | null               | null",
                "age            | 0                  | 0",
                "age            | 150                | 150",
                "age            | \"0\"              | 0",
                "age            | \"150\"            | 150",
                "quantity       | 1000000            | 1000000",
                "quantity       | \"1000000\"        | 1000000",
                "sale_price     | \"0\"              | 0",
                "sale_price     | \"9\"              | 9",
                "sale_price     | \"+3.5\"           | 3.5",
                "sale_price     | \"-3.5\"           | -3.5",
                "sale_price     | \".5\"             | 0.5",
                "created_at     | 946684800000       | 946684800000",
                "created_at     | 946684800          | 946684800000",
                "created_at     | 4102444799999      | 4102444799999",
                "created_at     | \"2000-01-01T00:00:00Z\"               | 946684800000",
                "created_at     | \"2099-12-31T23:59:59.999Z\"           | 4102444799999",
                "age            | \"34.0\"           | 34",
                "quantity       | \"3.0\"            | 3",
                "sale_price     | -0.01              | -0.01",
                "created_at     | 1741051200         | 1741051200000",
                "created_at     | 1741051200.5       | 1741051200500",
                "created_at     | \"1741051200\"     | 1741051200000",
                "created_at     | 1741051200000000   | 1741051200000",
                "created_at     | 1741051200000999999 | 1741051200000",
                "created_at     | \"2025-03-04T01:20:00Z\"               | 1741051200000",
                "created_at     | \"2025-03-04t01:20:00.25z\"            | 1741051200250",
                "created_at     | \"2025-03-04T02:20+01:00\"             | 1741051200000",
                "created_at     | \"2025-03-04 02:20:00+0100\"           | 1741051200000",
                "created_at     | \"2025-03-03 22:20:00.000000001 -03\"  | 1741051200000",
                "created_at     | \"2025-03-04T02:20:00+01:00[Europe/Berlin]\" | 1741051200000",
                "created_at     | null               | null",
                "updated_at     | 1741051200         | 1741051200000",
                "product        | \"Slim  jeans\"    | Slim  jeans"
            })
    void decode_unusualField_isRead(String field, String value, String expected) throws FrameException {
        Frame frame = Frames.decode("[" + element(Map.of(field, String.valueOf(value))) + "]");

        assertThat(frame.rejections()).isEmpty();
        Object read = RecordField.named(field).of(frame.records().get(0));
        assertThat(read == null ? null : read.toString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"held -", "ß", "ǆa", "ŉ", "-a", "_ x _"})
    void decode_statusThatWasEncoded_isTheSame(String status) throws FrameException {
        Record record = aRecord().status(Statuses.canonical(status)).build();

        Frame frame = Frames.decode("[" + new String(RecordCodec.encode(record, FeedEncoding.ARRAY), UTF_8) + "]");

        assertThat(frame.records()).containsExactly(record);
    }

    @Test
    void decode_statusOfManyLetters_isCutOnce() throws FrameException {
        String longest = "İ".repeat(RecordCodec.MAX_TEXT);

        Frame frame = Frames.decode("[" + element(Map.of("item_status", '"' + longest + '"')) + "]");

        assertThat(frame.records().get(0).itemStatus()).isEqualTo("I" + "i".repeat(RecordCodec.MAX_TEXT - 1));
    }

    @Test
    void decode_onlyIdsAndAmount_isARecordWhoseRestIsUnknown() throws FrameException {
        Frame frame = Frames.decode("[{\"order_id\":1,\"item_id\":2,\"sale_price\":\"3.50\"}]");

        assertThat(frame.records())
                .containsExactly(Record.builder()
                        .orderId("1")
                        .itemId("2")
                        .salePrice(Money.parse("3.5"))
                        .build());
        Record record = frame.records().get(0);
        assertThat(record.country()).isEqualTo("Unknown");
        assertThat(record.age()).isNull();
        assertThat(record.quantity()).isEqualTo(1);
        assertThat(record.orAt(7).createdAt()).isEqualTo(7);
        assertThat(aRecord().build().orAt(7)).isEqualTo(aRecord().build());
    }

    @ParameterizedTest(name = "{0} is {1}, cost {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "\"unit_price\":\"0.1\",\"quantity\":3                        | 0.3   | null",
                "\"unitPrice\":19.99,\"quantity\":3,\"discount\":\"5.00\"     | 54.97 | null",
                "\"quantity\":7,\"unit_price\":3.333333333333333333,\"unit_cost\":1.1 | 23.333333333333333331 | 7.7",
                "\"unit_price\":5,\"quantity\":2,\"sale_price\":9,\"cost\":1,\"unit_cost\":4 | 9 | 1",
                "\"unit_price\":-5,\"quantity\":2,\"unit_cost\":-2              | -10   | -4"
            })
    void decode_unitPrice_isMultipliedExactly(String fields, String price, String cost) throws FrameException {
        Frame frame = Frames.decode("[{\"order_id\":1,\"item_id\":2," + fields + "}]");

        assertThat(frame.rejections()).isEmpty();
        Record record = frame.records().get(0);
        assertThat(record.salePrice().toString()).isEqualTo(price);
        assertThat(record.cost()).isEqualTo(cost == null ? null : Money.parse(cost));
        assertThat(record.isRefund()).isEqualTo(price.startsWith("-"));
    }

    @Test
    void decode_unitPrice_thatIsTooMuchForAllPieces_isRefused() throws FrameException {
        Frame frame = Frames.decode("[{\"order_id\":1,\"item_id\":2,\"unit_price\":1000000,\"quantity\":1000000}]");

        assertThat(frame.rejected()).containsExactly(Map.entry(Rejection.PRICE_OUT_OF_RANGE, 1));
        assertThat(frame.rejections().get(0).detail()).contains("unit_price of 1000000", "less than 10^12");
    }

    @Test
    void decode_aRecord_takesNothingOverFromTheOneBefore() throws FrameException {
        String whole = element(Map.of("product", "\"Jeans\"", "quantity", "3", "updated_at", "1741051300000"));
        String least = "{\"order_id\":1,\"item_id\":2,\"sale_price\":3}";

        assertThat(Frames.decode("[" + whole + "," + least + "]").records().get(1))
                .isEqualTo(Frames.decode("[" + least + "]").records().get(0));
    }

    @Test
    void decode_camelCase_isTheSameRecord() throws FrameException {
        Record record = aRecord().build();
        String snake = new String(
                RecordCodec.encode(
                        record.toBuilder()
                                .quantity(2)
                                .product("x")
                                .updatedAt(record.createdAt())
                                .build(),
                        FeedEncoding.ARRAY),
                UTF_8);
        String camel = Pattern.compile("_([a-z])(?=[a-z_]*\":)").matcher(snake).replaceAll(match -> match.group(1)
                .toUpperCase(Locale.ROOT));

        assertThat(camel).contains("\"trafficSource\"", "\"updatedAt\"").doesNotContain("_id");
        assertThat(Frames.decode("[" + camel + "]").records())
                .isEqualTo(Frames.decode("[" + snake + "]").records());
    }

    @Test
    void encode_fieldsOfOtherShops_followTheTwelve() throws Exception {
        Record record = aRecord().build().toBuilder()
                .age(null)
                .quantity(3)
                .product("Slim jeans")
                .updatedAt(1_741_051_300_000L)
                .build();

        String json = new String(RecordCodec.encode(record, FeedEncoding.ARRAY), UTF_8);

        assertThat(json)
                .doesNotContain("\"age\"")
                .endsWith("\"created_at\":1741051200000,\"quantity\":3,\"product\":\"Slim jeans\","
                        + "\"updated_at\":1741051300000}");
        assertThat(MAPPER.writeValueAsString(record)).isEqualTo(json);
        assertThat(Frames.decode("[" + json + "]").records()).containsExactly(record);
    }

    @Test
    void decode_longLabel_isNotCutInTheMiddleOfACharacter() throws FrameException {
        String before = "x".repeat(RecordCodec.MAX_TEXT - 2);

        Frame frame = Frames.decode("[" + element(Map.of("country", "\"" + before + "👍y\"")) + "]");

        assertThat(frame.records().get(0).country()).isEqualTo(before + "…");
    }

    @Test
    void decode_longValue_isQuotedUpTo40Characters() throws FrameException {
        Frame frame = Frames.decode("[" + element(Map.of("sale_price", "\"" + "x".repeat(40) + "\"")) + ","
                + element(Map.of("sale_price", "\"" + "x".repeat(41) + "\"")) + ","
                + element(Map.of("sale_price", "{\"amount\":1}")) + "]");

        assertThat(frame.rejections())
                .extracting(Frame.Rejected::detail)
                .containsExactly(
                        "record 0 of the frame: sale_price: expected a number, found \"" + "x".repeat(40) + "\"",
                        "record 1 of the frame: sale_price: expected a number, found \"" + "x".repeat(40) + "…\"",
                        "record 2 of the frame: sale_price: expected a number, found an object");
    }

    @Test
    void decode_textOf257Characters_isRefusedInAnIdAndCutInALabel() throws FrameException {
        String longest = "\"" + "x".repeat(RecordCodec.MAX_TEXT) + "\"";
        String tooLong = "\"" + "x".repeat(RecordCodec.MAX_TEXT + 1) + "\"";

        Frame frame = Frames.decode("["
                + Stream.of("order_id", "country")
                        .flatMap(field -> Stream.of(longest, tooLong).map(text -> element(Map.of(field, text))))
                        .collect(Collectors.joining(","))
                + "]");

        assertThat(frame.records())
                .extracting(Record::country)
                .containsExactly(
                        "France", "x".repeat(RecordCodec.MAX_TEXT), "x".repeat(RecordCodec.MAX_TEXT - 1) + "…");
        assertThat(frame.rejected()).containsExactly(Map.entry(Rejection.TEXT_TOO_LONG, 1));
        assertThat(frame.rejections().get(0).detail())
                .startsWith("record 1 of the frame: order_id")
                .contains("expected at most 256 characters, found 257");
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
                "[] {}                 | another follows",
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
        Metrics metrics = new Metrics(1, 2, 3, new BigDecimal("3"), new BigDecimal("0.2"), null, null);

        assertThat(MAPPER.writeValueAsString(metrics))
                .isEqualTo("{\"num_orders\":1,\"num_order_items\":2,\"total_sales\":3,"
                        + "\"average_order_value\":3,\"orders_per_minute\":0.2}");
    }

    @Test
    void metrics_minus_leavesOutWhatEitherHasNot() {
        Metrics earlier = new Metrics(1, 8, 9, new BigDecimal("9"), null, new BigDecimal("0.5"), null);
        Metrics later = new Metrics(5, 7, 9, new BigDecimal("1.80"), new BigDecimal("1"), new BigDecimal("0.25"), 7L);

        assertThat(later.minus(earlier))
                .isEqualTo(new Metrics(4, -1, 0, new BigDecimal("-7.2"), null, new BigDecimal("-0.25"), 7L));
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
