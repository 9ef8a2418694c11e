package io.thelook.model;

import static io.thelook.model.RecordBuilder.aRecord;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thelook.model.FeedMessage.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedReaderTest {

    private static final String RECORD = json(aRecord().build());

    private final FeedReader reader = new FeedReader();

    @Test
    void whatOurServicesWrite_isRead() throws FrameException {
        Record first = aRecord().item("1").build();
        Record second = aRecord().item("2").price("0.5").cost("0").build();
        String records = json(first) + "," + json(second);

        for (Kind kind : List.of(Kind.SNAPSHOT, Kind.UPSERT)) {
            String text = FeedProtocol.open(kind, 7, 1_741_051_200_000L, 1_741_050_900_000L) + records + "]}";
            assertThat(reader.read(text))
                    .isEqualTo(new FeedMessage(kind, 7, 1_741_051_200_000L, 1_741_050_900_000L, frame(first, second)));
        }
        assertThat(reader.read("[" + records + "]"))
                .isEqualTo(new FeedMessage(Kind.FRAME, 0, 0, 0, frame(first, second)));
        assertThat(reader.read("[]")).isEqualTo(new FeedMessage(Kind.FRAME, 0, 0, 0, frame()));
        assertThat(reader.read(FeedProtocol.heartbeat(0, 5, 4)))
                .isEqualTo(new FeedMessage(Kind.HEARTBEAT, 0, 5, 4, frame()));
    }

    /** The message goes into logs: a feed must not write lines there. */
    @Test
    void refusal_ofControlCharacters_isOneLine() throws FrameException {
        assertThatThrownBy(() -> reader.read("refunds\u0000\u0085forged"))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("'refunds??forged'");
        assertThat(reader.read("{}\nrefunds\u0000").frame().rejections())
                .last()
                .extracting(Frame.Rejected::detail)
                .asString()
                .contains("'refunds?'");
    }

    /** The parser takes them for UTF-16 or UTF-32. */
    @Test
    void zerosThatLookLikeAnotherEncoding_areRefused() {
        for (String text : List.of("\u0000\u0000\u0000\u0000\u0000\u0000]", "[\u0000\u0000\u0000\u0000")) {
            assertThatThrownBy(() -> reader.read(text)).isInstanceOf(FrameException.class);
            assertThatThrownBy(() -> reader.readProtocol(text)).isInstanceOf(FrameException.class);
        }
    }

    @Test
    void objectWithoutRecords_amongOtherMessages_isRefusedAsItIsAlone() throws FrameException {
        FrameBuilder several = new FrameBuilder();
        reader.read(RECORD, several);

        assertThatThrownBy(() -> reader.read("{\"status\":\"ok\"}", several))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("an object without any");
        assertThat(several.build().received()).isOne();
    }

    @Test
    void severalMessages_areKeptApart_andABadOneLeavesTheOthers() throws FrameException {
        FrameBuilder several = new FrameBuilder();
        reader.read("[" + RECORD + ",7]", several);
        assertThat(several.message().received()).isEqualTo(2);
        assertThat(several.lacksTimes()).isFalse();

        assertThatThrownBy(() -> reader.read("[" + RECORD.replace("item-1", "item-2") + ",8,}", several))
                .isInstanceOf(FrameException.class);
        assertThat(several.build().received()).isEqualTo(2);
        assertThat(several.build().rejections()).hasSize(1);

        reader.read("{\"order_id\":1,\"item_id\":2,\"sale_price\":3}", several);
        assertThat(several.lacksTimes()).isTrue();
        assertThat(several.message().rejected()).isEmpty();
        several.complete(records -> List.of(records.get(0).orAt(5)));
        assertThat(several.message().records()).extracting(Record::createdAt).containsExactly(5L);
        assertThat(several.lacksTimes()).isFalse();
        assertThat(several.build().records())
                .extracting(Record::createdAt)
                .containsExactly(aRecord().build().createdAt(), 5L);
        assertThat(several.build().rejected()).containsExactly(Map.entry(Rejection.NOT_AN_OBJECT, 1));
    }

    @Test
    void unreadableMessage_isRefusedWithItsPlace() {
        assertThatThrownBy(() -> reader.read("[" + RECORD + ",}"))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("at byte " + (RECORD.length() + 2));
        assertThatThrownBy(() -> reader.readProtocol("{}")).hasMessage("a message must have the field type");
        assertThatThrownBy(() -> reader.readProtocol("{\"type\":\"dance\",\"seq\":1}"))
                .hasMessage("type \"dance\": expected snapshot, upsert or heartbeat");
        assertThatThrownBy(() -> reader.readProtocol("{\"type\":\"upsert\",\"seq\":-1}"))
                .hasMessage("seq \"-1\": expected a whole number from 0");
        assertThatThrownBy(() -> reader.readProtocol("{\"type\":\"upsert\",\"seq\":1,\"now\":2,\"records\":[]}"))
                .hasMessage("a message must have the field from");
        assertThatThrownBy(() -> reader.readProtocol("{\"type\":\"upsert\",\"now\":2,\"from\":1,\"records\":[]}"))
                .hasMessage("a message must have the field seq");
        assertThatThrownBy(() -> reader.readProtocol("{\"type\":\"upsert\",\"seq\":1,\"from\":1,\"records\":[]}"))
                .hasMessage("a message must have the field now");
        assertThatThrownBy(() -> reader.readProtocol("{\"type\":\"upsert\",\"seq\":1,\"now\":2,\"from\":1}"))
                .hasMessage("a message must have the field records");
        for (String more : List.of("{}", "]")) {
            assertThatThrownBy(() -> reader.readProtocol(FeedProtocol.heartbeat(0, 5, 4) + more))
                    .isInstanceOf(FrameException.class);
            assertThatThrownBy(() -> reader.read(FeedProtocol.heartbeat(0, 5, 4) + more))
                    .isInstanceOf(FrameException.class);
        }
        assertThatThrownBy(() -> reader.readProtocol("{\"type\":\"upsert\",\"records\":7}"))
                .hasMessage("records \"7\": expected an array");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%1$s",
                " %1$s\n",
                "[%1$s]",
                "{\"data\":[%1$s]}",
                "{\"page\":{\"next\":[1]},\"data\":[%1$s],\"more\":1}",
                "\n%1$s\n\n",
                "[\n%1$s\n]\n"
            })
    void oneRecord_inEveryForm_isRead(String form) throws FrameException {
        String text = String.format(form, RECORD);

        for (String written : List.of(text, new ObjectMapper().valueToTree(text).toString())) {
            assertThat(reader.read(written))
                    .isEqualTo(
                            new FeedMessage(Kind.FRAME, 0, 0, 0, frame(aRecord().build())));
        }
    }

    @Test
    void lines_areRecords_andABadLineIsRefusedAlone() throws FrameException {
        String other = RECORD.replace("item-1", "item-2");

        Frame frame = reader.read(RECORD + "\r\n\n" + "{\"order_id\":\n" + other + "\n7")
                .frame();

        assertThat(frame.records()).extracting(Record::itemId).containsExactly("item-1", "item-2");
        assertThat(frame.rejections())
                .extracting(Frame.Rejected::element, Frame.Rejected::reason)
                .containsExactly(tuple(1, Rejection.MALFORMED), tuple(3, Rejection.NOT_AN_OBJECT));
    }

    @Test
    void values_ofOneLine_areAllRead() throws FrameException {
        String other = RECORD.replace("item-1", "item-2");

        Frame frame = reader.read(RECORD + other + "\n" + RECORD.replace("item-1", "item-3") + " rubbish " + other)
                .frame();

        assertThat(frame.records()).extracting(Record::itemId).containsExactly("item-1", "item-2", "item-3");
        assertThat(frame.rejections())
                .extracting(Frame.Rejected::element, Frame.Rejected::reason)
                .containsExactly(tuple(3, Rejection.MALFORMED));
    }

    @Test
    void object_thatIsNoRecord_isRefusedAsOneIfItIsAnAddition() throws FrameException {
        FeedReader additions = additions("data");
        for (String text : List.of("{}", "{\"data\":{}}", "{\"type\":\"dance\",\"seq\":1}")) {
            assertThat(additions.read(text).frame().rejected())
                    .as(text)
                    .containsExactly(Map.entry(Rejection.MISSING_FIELD, 1));
            assertThatThrownBy(() -> reader.read(text))
                    .as("a window that would be empty: " + text)
                    .isInstanceOf(FrameException.class)
                    .hasMessageContaining("order_id is missing");
        }
        assertThat(reader.read("{\"data\":[]}").frame().received()).isZero();
    }

    @Test
    void number_thatNoDecimalCanHold_isRefusedWhereverItStands() throws FrameException {
        String huge = "{\"order_id\":1e41051200000}";
        FeedReader mapped = new FeedReader(new FeedFormat(true, List.of("data"), Optional.of(List::of), "USD"));

        assertThat(mapped.read(RECORD + "\n" + huge).frame().rejected())
                .containsExactly(Map.entry(Rejection.MALFORMED, 1));
        assertThat(reader.read(RECORD + "\n" + huge).frame().rejected())
                .as("an id may be any number; it is the item that is missing")
                .containsExactly(Map.entry(Rejection.MISSING_FIELD, 1));
        for (String text : List.of(huge, "[" + huge + "]", "{\"data\":[" + huge + "]}")) {
            assertThatThrownBy(() -> mapped.read(text))
                    .as(text)
                    .isInstanceOf(FrameException.class)
                    .hasMessageContaining("a number is out of range");
        }
        assertThatThrownBy(() -> reader.read(huge)).isInstanceOf(FrameException.class);
    }

    @Test
    void number_ofManyDigits_isRefusedBeforeAMappingReadsIt() {
        FeedReader mapped = new FeedReader(new FeedFormat(true, List.of("data"), Optional.of(List::of), "USD"));
        String huge = "{\"order_id\":" + "9".repeat(1_001) + "}";

        for (String text : List.of(
                huge,
                "[" + huge + "]",
                "{\"data\":[" + huge + "]}",
                "\"[]\"".replace("[]", huge.replace("\"", "\\\"")))) {
            assertThatThrownBy(() -> mapped.read(text))
                    .as(text)
                    .isInstanceOf(FrameException.class)
                    .hasMessageContaining("1000");
        }
    }

    @Test
    void envelope_isFoundByItsPath() throws FrameException {
        FeedReader nested = additions("result", "orders");

        assertThat(nested.read("{\"more\":[1],\"result\":{\"a\":{},\"orders\":[" + RECORD + ",7]}}"))
                .extracting(FeedMessage::kind, message -> message.frame().received())
                .containsExactly(Kind.ADDITIONS, 2);
        assertThat(nested.read("{\"result\":{\"orders\":[" + RECORD + "]}}").frame())
                .isEqualTo(frame(aRecord().build()));
        for (String other : List.of(
                "{\"result\":[" + RECORD + "]}",
                "{\"result\":{\"orders\":" + RECORD + "}}",
                "{\"result\":{\"others\":[" + RECORD + "]}}")) {
            assertThat(nested.read(other).frame().rejected())
                    .as(other)
                    .containsExactly(Map.entry(Rejection.MISSING_FIELD, 1));
        }
        FeedReader flat = additions();
        assertThat(flat.read("{\"data\":[" + RECORD + "]}").frame().rejected())
                .containsExactly(Map.entry(Rejection.MISSING_FIELD, 1));
        assertThat(nested.read("{\"data\":[" + RECORD + "]}").frame().rejected())
                .containsExactly(Map.entry(Rejection.MISSING_FIELD, 1));
    }

    @Test
    void mapping_makesRecordsOfEveryValue() throws FrameException {
        RecordMapping mapping = order -> {
            if (order.path("fails").asBoolean()) {
                throw new MappingException("no such thing");
            }
            List<JsonNode> records = new ArrayList<>();
            order.path("lines")
                    .forEach(line -> records.add(((ObjectNode) line.deepCopy()).set("order_id", order.get("id"))));
            return records;
        };
        FeedReader mapped = new FeedReader(new FeedFormat(true, List.of("data"), Optional.of(mapping), "EUR"));
        String line = "{\"item_id\":%d,\"sale_price\":0.10000000000000000001,\"currency\":\"eur\"}";
        String order = "{\"id\":1,\"lines\":[" + String.format(line, 1) + "," + String.format(line, 2) + "]}";

        for (String text :
                List.of(order, "[" + order + "]", "{\"data\":[" + order + "]}", order + "\n{\"fails\":true}")) {
            Frame frame = mapped.read(text).frame();

            assertThat(frame.records())
                    .as(text)
                    .extracting(Record::orderId, Record::itemId)
                    .containsExactly(tuple("1", "1"), tuple("1", "2"));
            assertThat(frame.rejected()).isEqualTo(text.contains("fails") ? Map.of(Rejection.NOT_MAPPED, 1) : Map.of());
        }
        assertThat(mapped.read("{\"id\":1,\"lines\":[7]}"
                                .replace("7", String.format(line, 1).replace("eur", "usd")))
                        .frame()
                        .rejections()
                        .get(0)
                        .detail())
                .isEqualTo("record 0 of the frame: currency \"usd\": expected EUR");
    }

    @Test
    void mapping_hasALimitedTimeForOneMessage() throws FrameException {
        AtomicLong now = new AtomicLong();
        RecordMapping slow = order -> {
            now.addAndGet(Duration.ofSeconds(2).toNanos());
            return List.of(order);
        };
        FeedFormat format = new FeedFormat(true, List.of("data"), Optional.of(slow), "USD");
        FeedReader mapped = new FeedReader(format, Duration.ofSeconds(5), now::get);
        String five = String.join(",", Collections.nCopies(5, RECORD));

        for (String text : List.of("[" + five + "]", "{\"data\":[" + five + "]}", five.replace("},", "}\n"))) {
            Frame frame = mapped.read(text).frame();

            assertThat(frame.records()).as(text).hasSize(3);
            assertThat(frame.rejected()).containsExactly(Map.entry(Rejection.NOT_MAPPED, 2));
            assertThat(frame.rejections().get(0).detail())
                    .isEqualTo("record 3 of the frame: mapping: not tried, because the values before it took 5 s");
        }
    }

    @Test
    void message_inAnotherOrderWithUnknownFields_isRead() throws FrameException {
        FeedMessage message = reader.read("{ \"records\": [" + RECORD
                + ", 7], \"from\": 3, \"more\": {\"a\": [1]}, \"now\": 2, \"seq\": 1," + " \"type\": \"upsert\" }");

        assertThat(message.kind()).isEqualTo(Kind.UPSERT);
        assertThat(message.sequence()).isEqualTo(1);
        assertThat(message.frame().records()).containsExactly(aRecord().build());
        assertThat(message.frame().received()).isEqualTo(2);
        assertThat(message.frame().rejections())
                .extracting(Frame.Rejected::element)
                .containsExactly(1);
    }

    @Test
    void heartbeatWithRecords_hasNone() throws FrameException {
        String heartbeat =
                FeedProtocol.heartbeat(999_999_999_999_999_999L, 5, 4).replace("}", ",\"records\":[%s,7]}");

        assertThat(reader.read(String.format(heartbeat, RECORD)))
                .isEqualTo(new FeedMessage(Kind.HEARTBEAT, 999_999_999_999_999_999L, 5, 4, frame()));
    }

    /** An object with a field of a record is a record, whatever else it has. */
    @Test
    void recordOfAnotherShop_withTheFieldsOfAMessage_isARecord() throws FrameException {
        String record = RECORD.replace("{", "{\"type\":\"upsert\",").replace("}", ",\"seq\":1}");
        String incomplete = "{\"order_id\":1,\"type\":\"upsert\",\"seq\":1}";

        assertThat(reader.read(record).frame()).isEqualTo(frame(aRecord().build()));
        assertThat(additions().read(incomplete).frame().rejected())
                .containsExactly(Map.entry(Rejection.MISSING_FIELD, 1));
    }

    @Test
    void names_ofManyRecords_areOneText() throws FrameException {
        List<Record> records = reader.read("[" + RECORD + "," + RECORD.replace("item-1", "item-2") + "]")
                .frame()
                .records();

        assertThat(records.get(0).country()).isSameAs(records.get(1).country());
    }

    @Test
    void refusedElement_hasTheSameFingerprintInTheNextFrameAndAnotherHasNot() throws FrameException {
        String bad = RECORD.replace("49.5", "\"cheap\"");
        String otherBad = bad.replace("item-1", "item-2");

        List<Frame.Rejected> one = reader.read("[" + bad + "]").frame().rejections();
        List<Frame.Rejected> two =
                reader.read("[" + bad + "," + otherBad + "]").frame().rejections();

        assertThat(two).hasSize(2);
        assertThat(two.get(0)).isEqualTo(one.get(0));
        assertThat(two.get(1).fingerprint()).isNotEqualTo(one.get(0).fingerprint());

        List<Frame.Rejected> withoutId =
                reader.read("[{\"age\":34},{\"age\":35},{\"age\":34}]").frame().rejections();
        assertThat(withoutId.get(1).fingerprint()).isNotEqualTo(withoutId.get(0).fingerprint());
        assertThat(withoutId.get(2).fingerprint()).isEqualTo(withoutId.get(0).fingerprint());
    }

    @Test
    void refusedRecord_whoseOtherValuesChange_isTheSame() throws FrameException {
        String bad = RECORD.replace("49.5", "\"cheap\"");
        String later = bad.replace("1741051200000", "1741051205000").replace("Processing", "Shipped");
        String worse = bad.replace("34", "340").replace("\"cheap\"", "1");

        List<Frame.Rejected> all =
                reader.read("[" + bad + "," + later + "," + worse + "]").frame().rejections();

        assertThat(all.get(1).fingerprint()).isEqualTo(all.get(0).fingerprint());
        assertThat(all.get(2).fingerprint())
                .as("refused for another reason")
                .isNotEqualTo(all.get(0).fingerprint());
    }

    @Test
    void moreRefusalsThanAreDescribed_areStillCounted() throws FrameException {
        Frame frame =
                reader.read("[" + "7,".repeat(Frame.MOST_REJECTIONS) + "7]").frame();

        assertThat(frame.refused()).isEqualTo(Frame.MOST_REJECTIONS + 1);
        assertThat(frame.rejections()).hasSize(Frame.MOST_REJECTIONS);
    }

    private static FeedReader additions(String... envelope) {
        return new FeedReader(new FeedFormat(true, List.of(envelope), Optional.empty(), "USD"));
    }

    private static Frame frame(Record... records) {
        return new Frame(List.of(records), Map.of(), List.of());
    }

    private static String json(Record record) {
        return new String(RecordCodec.encode(record, FeedEncoding.ARRAY), UTF_8);
    }
}
