package io.thelook.model;

import static io.thelook.model.RecordBuilder.aRecord;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thelook.model.FeedMessage.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way of reading: it gives what the long way gives, or nothing. */
class CanonicalReaderTest {

    private static final String RECORD = json(aRecord().build());

    private final CanonicalReader canonical = new CanonicalReader(new NamePool());

    @Test
    void whatOurServicesWrite_isRead() {
        Record first = aRecord().item("1").build();
        Record second = aRecord().item("2").price("0.5").cost("0").build();
        String records = json(first) + "," + json(second);

        for (Kind kind : List.of(Kind.SNAPSHOT, Kind.UPSERT)) {
            String text = FeedProtocol.open(kind, 7, 1_741_051_200_000L, 1_741_050_900_000L) + records + "]}";
            assertThat(read(text))
                    .isEqualTo(new FeedMessage(kind, 7, 1_741_051_200_000L, 1_741_050_900_000L, frame(first, second)));
        }
        assertThat(read("[" + records + "]")).isEqualTo(new FeedMessage(Kind.FRAME, 0, 0, 0, frame(first, second)));
        assertThat(read("[]")).isEqualTo(new FeedMessage(Kind.FRAME, 0, 0, 0, frame()));
        assertThat(read(FeedProtocol.heartbeat(0, 5, 4))).isEqualTo(new FeedMessage(Kind.HEARTBEAT, 0, 5, 4, frame()));
        assertThat(read(FeedProtocol.open(Kind.UPSERT, 1, 2, 3) + "]}"))
                .isEqualTo(new FeedMessage(Kind.UPSERT, 1, 2, 3, frame()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "]",
                "{",
                "[]]",
                "[] ",
                " []",
                "[,]",
                "{}",
                "null",
                "\"[]\"",
                "[{}]",
                "{\"type\":\"upsert\"}"
            })
    void anythingElse_isLeftToOthers(String text) {
        assertThat(read(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"age\":34   | \"age\":151",
                "\"age\":34   | \"age\":034",
                "\"age\":34   | \"age\":-1",
                "\"age\":34   | \"age\":",
                "\"age\":34   | \"age\":3.4",
                "\"age\":34   | \"age\":9999999999999999999",
                "49.5         | 049.5",
                "49.5         | 49.",
                "49.5         | .5",
                "49.5         | 4.9.5",
                "49.5         | 4e1",
                "49.5         | -49.5",
                "49.5         | 1000000000000",
                "49.5         | \"49.5\"",
                "France       | Fran\\u0063e",
                "France       | España",
                "France       | ''",
                "item-1       | ''",
                "1741051200000| 1741051200",
                "cost         | price"
            })
    void unusualValue_isLeftToOthers(String usual, String unusual) {
        String text = "[" + RECORD.replace(usual, unusual) + "]";

        assertThat(text).isNotEqualTo("[" + RECORD + "]");
        assertThat(read(text)).isNull();
    }

    @Test
    void tooLongText_isLeftToOthers() {
        assertThat(read("[" + RECORD.replace("France", "x".repeat(256)) + "]")).isNotNull();
        assertThat(read("[" + RECORD.replace("France", "x".repeat(257)) + "]")).isNull();
    }

    /** Messages with a few bytes changed, left out or put in: nothing is read that the long way would read otherwise. */
    @Test
    void damagedMessages_giveWhatTheLongWayGivesOrNothing() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        String alphabet = "\"\\{}[]:, .0123456789eE-+aZ\t\u0000é";
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder(
                    random.nextBoolean()
                            ? "[" + RECORD + "," + RECORD + "]"
                            : FeedProtocol.open(Kind.UPSERT, 12, 34, 5) + RECORD + "]}");
            for (int damage = random.nextInt(3); damage > 0; damage--) {
                int at = random.nextInt(text.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, c);
                    case 1 -> text.deleteCharAt(at);
                    default -> text.insert(at, c);
                }
            }
            FeedMessage quick = read(text.toString());
            if (quick != null) {
                read++;
                assertThat(quick).as("seed %d: %s", seed, text).isEqualTo(readTheLongWay(text.toString()));
            }
        }
        assertThat(read).isGreaterThan(50_000);
    }

    @Test
    void message_thatNobodyCanRead_isRefusedWithItsPlace() {
        FeedReader reader = new FeedReader();
        assertThatThrownBy(() -> reader.read("[" + RECORD + ",}"))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("at byte " + (RECORD.length() + 2));
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
    void message_inAnotherOrderWithUnknownFields_isReadTheLongWay() throws FrameException {
        FeedMessage message = new FeedReader()
                .read("{ \"records\": [" + RECORD + ", 7], \"from\": 3, \"more\": {\"a\": [1]}, \"now\": 2, \"seq\": 1,"
                        + " \"type\": \"upsert\" }");

        assertThat(message.kind()).isEqualTo(Kind.UPSERT);
        assertThat(message.sequence()).isEqualTo(1);
        assertThat(message.frame().records()).containsExactly(aRecord().build());
        assertThat(message.frame().received()).isEqualTo(2);
    }

    private FeedMessage read(String text) {
        return canonical.read(text.getBytes(UTF_8));
    }

    /** A blank at the end makes a message that the short way does not know. */
    private static FeedMessage readTheLongWay(String text) {
        try {
            return new FeedReader().read(text + " ");
        } catch (FrameException e) {
            throw new AssertionError(text, e);
        }
    }

    private static Frame frame(Record... records) {
        return new Frame(new ArrayList<>(List.of(records)), java.util.Map.of(), null);
    }

    private static String json(Record... records) {
        return Stream.of(records)
                .map(record -> new String(RecordCodec.encode(record, FeedEncoding.ARRAY), UTF_8))
                .collect(Collectors.joining(","));
    }
}
