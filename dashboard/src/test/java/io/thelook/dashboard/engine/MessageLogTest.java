package io.thelook.dashboard.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.thelook.dashboard.engine.MessageLog.Message;
import io.thelook.model.FeedFormat;
import io.thelook.model.FeedReader;
import io.thelook.model.Frame;
import io.thelook.model.FrameBuilder;
import io.thelook.model.FrameException;
import io.thelook.model.Record;
import io.thelook.model.Rejection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageLogTest {

    private static final long AT = 1_741_051_200_000L;
    private static final FeedFormat FORMAT = new FeedFormat(true, List.of("data"), Optional.empty(), "EUR");

    private final FeedReader reader = new FeedReader(FORMAT);
    private long nanos = Long.MAX_VALUE - 1_000;
    private final MessageLog log = new MessageLog(() -> nanos);

    @Test
    void messages_withoutWatchers_areNotKept() throws FrameException {
        read(item("1"));
        log.unreadable("token", AT, "rubbish", "not JSON");
        log.removed(AT, "order-1");

        assertThat(log.watch(0)).isEmpty();
        assertThat(log.newest()).isZero();
        assertThat(log.unreadable()).as("counted all the same").isEqualTo(1);
    }

    @Test
    void messages_withAWatcher_areKeptWithTheirRecords() throws FrameException {
        log.watch(0);

        read("[" + item("1") + "," + item("2") + ",7]");
        log.unreadable("token", AT, "rubbish", "not JSON");

        assertThat(log.watch(0))
                .extracting(Message::number, Message::origin, Message::made, Message::rejected, Message::note)
                .containsExactly(tuple(2L, "token", 0, 0, "not JSON"), tuple(1L, "shopify", 2, 1, ""));
        Message first = log.watch(0).get(1);
        assertThat(first.text()).startsWith("[{").endsWith(",7]");
        assertThat(first.records()).extracting(Record::itemId).containsExactly("1", "2");
        assertThat(first.rejections()).singleElement().asString().startsWith("record 2 of the frame");
        assertThat(log.watch(1)).extracting(Message::number).containsExactly(2L);
        assertThat(log.watch(2)).isEmpty();
    }

    @Test
    void messages_afterTheLastLook_areForgotten() throws FrameException {
        log.watch(0);
        read(item("1"));

        nanos += MessageLog.WATCH.toNanos();
        read(item("2"));
        nanos++;
        read(item("3"));

        assertThat(log.isWatched()).isFalse();
        assertThat(log.watch(0)).isEmpty();
        read(item("4"));
        assertThat(log.watch(0)).extracting(Message::number).containsExactly(3L);
    }

    @Test
    void messages_notWatchedForLong_areNotShownLater() throws FrameException {
        log.watch(0);
        read(item("1"));
        nanos += MessageLog.WATCH.toNanos() + 1;

        assertThat(log.watch(0)).isEmpty();
    }

    @Test
    void whatIsKept_isBounded() throws FrameException {
        log.watch(0);
        for (int i = 0; i < 25; i++) {
            String records = IntStream.range(0, 30)
                    .mapToObj(number -> item(Integer.toString(number)))
                    .collect(Collectors.joining(","));
            String rubbish = "7,".repeat(30);
            read("[" + rubbish + records + "]");
        }

        List<Message> kept = log.watch(0);
        assertThat(kept).hasSize(MessageLog.MOST_MESSAGES);
        assertThat(kept.get(0).number()).isEqualTo(25);
        assertThat(kept).allSatisfy(message -> {
            assertThat(message.records()).hasSize(MessageLog.MOST_RECORDS);
            assertThat(message.rejections()).hasSize(MessageLog.MOST_RECORDS);
            assertThat(message.made()).isEqualTo(30);
            assertThat(message.rejected()).isEqualTo(30);
        });
    }

    @Test
    void longText_isCut_andKeptWholeUpToALimit() throws FrameException {
        log.watch(0);
        String pairs = "\"" + "😀".repeat(MessageLog.MOST_CHARACTERS) + "\"";
        String longest = " ".repeat(MessageLog.MOST_WHOLE - item("1").length()) + item("1");
        log.unreadable("token", AT, pairs, pairs);
        read(longest);
        read(" " + longest);

        List<Message> kept = log.watch(0);
        assertThat(kept).extracting(Message::characters).containsExactly(64_001, 64_000, 8_002);
        assertThat(kept).allSatisfy(message -> assertThat(message.text().length())
                .isBetween(MessageLog.MOST_CHARACTERS - 1, MessageLog.MOST_CHARACTERS));
        assertThat(kept.get(2).text()).as("no half of a pair").endsWith("😀");
        assertThat(kept.get(2).note().length()).isLessThanOrEqualTo(MessageLog.MOST_OF_EXAMPLE);
        assertThat(log.whole(1)).contains(pairs);
        assertThat(log.whole(2)).contains(longest);
        assertThat(log.whole(3)).as("too long").isEmpty();
        assertThat(log.whole(4)).isEmpty();
    }

    @Test
    void examples_areTheNewestOfEachReason_andShort() throws FrameException {
        log.rejected(frame("[7," + item("1", "USD") + "," + item("2", "GBP") + "]"), AT);
        log.rejected(frame("[" + item("3", "Q".repeat(500)) + "]"), AT + 1);
        log.rejected(frame("[" + item("4") + "]"), AT + 2);

        assertThat(log.examples()).containsOnlyKeys(Rejection.NOT_AN_OBJECT, Rejection.OTHER_CURRENCY);
        assertThat(log.examples().get(Rejection.NOT_AN_OBJECT).at()).isEqualTo(AT);
        MessageLog.Example newest = log.examples().get(Rejection.OTHER_CURRENCY);
        assertThat(newest.at()).isEqualTo(AT + 1);
        assertThat(newest.words()).contains("QQQ").hasSizeLessThanOrEqualTo(MessageLog.MOST_OF_EXAMPLE);
        assertThat(log.unreadableExample()).isEmpty();
        log.unreadable("token", AT, "", "y".repeat(500));
        assertThat(log.unreadableExample().orElseThrow().words()).isEqualTo("y".repeat(200));
    }

    @Test
    void currentMessageOfABuilder_isOnlyTheLastOne() throws FrameException {
        FrameBuilder builder = new FrameBuilder();
        reader.read("[" + item("1") + ",7]", builder);
        reader.read("[" + item("2") + ",8," + item("3", "USD") + "]", builder);

        Frame last = builder.message();

        assertThat(last.records()).extracting(Record::itemId).containsExactly("2");
        assertThat(last.rejected())
                .containsEntry(Rejection.NOT_AN_OBJECT, 1)
                .containsEntry(Rejection.OTHER_CURRENCY, 1);
        assertThat(last.rejections()).hasSize(2);
        assertThat(builder.build().records()).hasSize(2);
    }

    private void read(String text) throws FrameException {
        log.read("shopify", AT, text, frame(text), "");
    }

    private Frame frame(String text) throws FrameException {
        return reader.read(text).frame();
    }

    private static String item(String id) {
        return item(id, "EUR");
    }

    private static String item(String id, String currency) {
        return "{\"order_id\":\"o\",\"item_id\":\"" + id + "\",\"sale_price\":\"1.50\",\"currency\":\"" + currency
                + "\"}";
    }
}
