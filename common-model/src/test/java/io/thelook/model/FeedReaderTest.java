package io.thelook.model;

import static io.thelook.model.RecordBuilder.aRecord;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thelook.model.FeedMessage.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

    @Test
    void message_thatNobodyCanRead_isRefusedWithItsPlace() {
        assertThatThrownBy(() -> reader.read("[" + RECORD + ",}"))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("at byte " + (RECORD.length() + 2));
        assertThatThrownBy(() -> reader.read("{}")).hasMessage("a message must have the field type");
        assertThatThrownBy(() -> reader.read("{\"type\":\"dance\",\"seq\":1}"))
                .hasMessage("type \"dance\": expected snapshot, upsert or heartbeat");
        assertThatThrownBy(() -> reader.read("{\"type\":\"upsert\",\"seq\":-1}"))
                .hasMessage("seq \"-1\": expected a whole number from 0");
        assertThatThrownBy(() -> reader.read("{\"type\":\"upsert\",\"seq\":1,\"now\":2,\"records\":[]}"))
                .hasMessage("a message must have the field from");
        assertThatThrownBy(() -> reader.read("{\"type\":\"upsert\",\"records\":7}"))
                .hasMessage("records \"7\": expected an array");
    }

    @Test
    void message_inAnotherOrderWithUnknownFields_isRead() throws FrameException {
        FeedMessage message = reader.read("{ \"records\": [" + RECORD
                + ", 7], \"from\": 3, \"more\": {\"a\": [1]}, \"now\": 2, \"seq\": 1," + " \"type\": \"upsert\" }");

        assertThat(message.kind()).isEqualTo(Kind.UPSERT);
        assertThat(message.sequence()).isEqualTo(1);
        assertThat(message.frame().records()).containsExactly(aRecord().build());
        assertThat(message.frame().received()).isEqualTo(2);
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
    }

    @Test
    void refusedRecord_whoseOtherValuesChange_isTheSame() throws FrameException {
        String bad = RECORD.replace("49.5", "\"cheap\"");
        String later = bad.replace("1741051200000", "1741051205000").replace("Processing", "Shipped");
        String worse = bad.replace("France", "");

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

    private static Frame frame(Record... records) {
        return new Frame(List.of(records), Map.of(), List.of());
    }

    private static String json(Record record) {
        return new String(RecordCodec.encode(record, FeedEncoding.ARRAY), UTF_8);
    }
}
