package io.thelook.model;

import io.thelook.model.FeedMessage.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Reads messages that are written just as {@link FeedProtocol} and {@link RecordCodec} write them, in ASCII, as messages of our own
 * services nearly always are. Their bytes are compared with the words that must stand there, and only values are looked at,
 * which is much quicker than a parser that must be ready for anything.
 *
 * <p>Whatever else comes, be it a blank in another place, an escape, or a value out of its range, this reader does not judge:
 * it has no result, and the message is left to those who read JSON. Not thread-safe.
 */
final class CanonicalReader {

    private static final byte[] TYPE = ascii("{\"type\":\"");
    private static final byte[] SEQ = ascii("\",\"seq\":");
    private static final byte[] NOW = ascii(",\"now\":");
    private static final byte[] FROM = ascii(",\"from\":");
    private static final byte[] RECORDS = ascii(",\"records\":[");
    private static final byte[] USER_ID = ascii("{\"user_id\":\"");
    private static final byte[] AGE = ascii("\",\"age\":");
    private static final byte[] GENDER = ascii(",\"gender\":\"");
    private static final byte[] COUNTRY = ascii("\",\"country\":\"");
    private static final byte[] TRAFFIC_SOURCE = ascii("\",\"traffic_source\":\"");
    private static final byte[] ORDER_ID = ascii("\",\"order_id\":\"");
    private static final byte[] ITEM_ID = ascii("\",\"item_id\":\"");
    private static final byte[] CATEGORY = ascii("\",\"category\":\"");
    private static final byte[] COST = ascii("\",\"cost\":");
    private static final byte[] ITEM_STATUS = ascii(",\"item_status\":\"");
    private static final byte[] SALE_PRICE = ascii("\",\"sale_price\":");
    private static final byte[] CREATED_AT = ascii(",\"created_at\":");
    private static final byte[] END = ascii("}");

    private static final int MOST_DIGITS = 18;
    private static final int NOT_CANONICAL = -1;

    private final NamePool names;
    private byte[] text;
    private int at;

    CanonicalReader(NamePool names) {
        this.names = names;
    }

    private static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads a message of either contract.
     *
     * @return {@code null} if it is not canonical
     */
    FeedMessage read(byte[] message) {
        text = message;
        at = 0;
        FeedMessage read = message.length > 0 && message[0] == '[' ? frame() : incremental();
        text = null;
        return at == message.length ? read : null;
    }

    private FeedMessage frame() {
        at = 1;
        List<Record> records = records();
        return records == null ? null : new FeedMessage(Kind.FRAME, 0, 0, 0, frame(records));
    }

    private FeedMessage incremental() {
        if (!passes(TYPE)) {
            return null;
        }
        String label = name();
        Kind kind = label == null ? null : FeedProtocol.kind(label);
        long sequence = passes(SEQ) ? whole() : NOT_CANONICAL;
        long now = passes(NOW) ? whole() : NOT_CANONICAL;
        long from = passes(FROM) ? whole() : NOT_CANONICAL;
        if (kind == null || sequence < 0 || now < 0 || from < 0) {
            return null;
        }
        List<Record> records = List.of();
        if (kind != Kind.HEARTBEAT) {
            records = passes(RECORDS) ? records() : null;
        }
        return records != null && passes(END) ? new FeedMessage(kind, sequence, now, from, frame(records)) : null;
    }

    private static Frame frame(List<Record> records) {
        return new Frame(records, Map.of(), null);
    }

    /** The records of an array after its opening bracket, up to and with the closing one. */
    private List<Record> records() {
        List<Record> records = new ArrayList<>();
        if (next() == ']') {
            at++;
            return records;
        }
        while (true) {
            Record record = record();
            if (record == null) {
                return null;
            }
            records.add(record);
            int after = next();
            at++;
            if (after == ']') {
                return records;
            }
            if (after != ',') {
                return null;
            }
        }
    }

    private Record record() {
        String userId = passes(USER_ID) ? id() : null;
        long age = passes(AGE) ? whole() : NOT_CANONICAL;
        String gender = passes(GENDER) ? name() : null;
        String country = passes(COUNTRY) ? name() : null;
        String trafficSource = passes(TRAFFIC_SOURCE) ? name() : null;
        String orderId = passes(ORDER_ID) ? id() : null;
        String itemId = passes(ITEM_ID) ? id() : null;
        String category = passes(CATEGORY) ? name() : null;
        Money cost = passes(COST) ? price() : null;
        String itemStatus = passes(ITEM_STATUS) ? name() : null;
        Money salePrice = passes(SALE_PRICE) ? price() : null;
        long createdAt = passes(CREATED_AT) ? whole() : NOT_CANONICAL;
        boolean canonical = passes(END)
                && userId != null
                && age >= 0
                && age <= RecordCodec.MAX_AGE
                && gender != null
                && country != null
                && trafficSource != null
                && orderId != null
                && itemId != null
                && category != null
                && cost != null
                && itemStatus != null
                && salePrice != null
                && createdAt >= RecordCodec.MIN_CREATED_AT
                && createdAt < RecordCodec.MAX_CREATED_AT;
        return canonical
                ? new Record(
                        userId,
                        (int) age,
                        gender,
                        country,
                        trafficSource,
                        orderId,
                        itemId,
                        category,
                        cost,
                        itemStatus,
                        salePrice,
                        createdAt)
                : null;
    }

    private int next() {
        return at < text.length ? text[at] : NOT_CANONICAL;
    }

    /** Goes past the word if it stands here. */
    private boolean passes(byte[] word) {
        int end = at + word.length;
        if (end > text.length || !Arrays.equals(text, at, end, word, 0, word.length)) {
            return false;
        }
        at = end;
        return true;
    }

    private String id() {
        int from = at;
        int end = endOfText();
        return end < 0 ? null : new String(text, from, end - from, StandardCharsets.ISO_8859_1);
    }

    private String name() {
        int from = at;
        int end = endOfText();
        return end < 0 ? null : names.get(text, from, end - from);
    }

    /** Goes to the quote that ends a text of printable ASCII without escapes. */
    private int endOfText() {
        int from = at;
        int end = Math.min(text.length, from + RecordCodec.MAX_TEXT + 1);
        for (int i = from; i < end; i++) {
            byte b = text[i];
            if (b == '"') {
                at = i;
                return i > from ? i : NOT_CANONICAL;
            }
            if (b < ' ' || b > '~' || b == '\\') {
                return NOT_CANONICAL;
            }
        }
        return NOT_CANONICAL;
    }

    private long whole() {
        int from = at;
        long number = 0;
        for (int digit = digit(); digit >= 0; digit = digit()) {
            number = number * 10 + digit;
            at++;
            if (at - from > MOST_DIGITS) {
                return NOT_CANONICAL;
            }
        }
        return isWellBegun(from) ? number : NOT_CANONICAL;
    }

    private Money price() {
        int from = at;
        while (digit() >= 0 || next() == '.') {
            at++;
        }
        return isWellBegun(from) ? Money.parsePlain(text, from, at) : null;
    }

    /** Whether there are digits, and no needless zero before them. */
    private boolean isWellBegun(int from) {
        boolean zeroBeforeDigit = at - from > 1 && text[from] == '0' && text[from + 1] != '.';
        return at > from && !zeroBeforeDigit;
    }

    private int digit() {
        int next = next();
        return next >= '0' && next <= '9' ? next - '0' : NOT_CANONICAL;
    }
}
