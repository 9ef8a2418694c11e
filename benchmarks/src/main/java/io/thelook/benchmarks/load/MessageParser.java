package io.thelook.benchmarks.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Finds the times in a message by searching for the names of their fields. Parsing the JSON would cost more than
 * serving it.
 */
enum MessageParser {

    /** A view or an update: reports when the records that it shows for the first time were created. */
    VIEW {
        @Override
        void parse(ByteBuf message, Receiver receiver) {
            int fresh = indexOf(message, FRESH, message.readerIndex());
            boolean isNews = indexOf(message, TYPE_VIEW, message.readerIndex()) >= 0
                    || indexOf(message, TYPE_UPDATE, message.readerIndex()) >= 0;
            if (isNews) {
                receiver.update(number(message, SEQUENCE, message.readerIndex()));
            }
            if (fresh >= 0) {
                long records = number(message, RECORDS, fresh);
                long madeAt = number(message, NOW, message.readerIndex());
                long oldest = madeAt - number(message, OLDEST, fresh);
                long newest = madeAt - number(message, NEWEST, fresh);
                // Assumes an even spread from oldest to newest. At most 20 points represent all records.
                int points = (int) Math.min(records, 20);
                for (int i = 0; i < points; i++) {
                    receiver.created(points == 1 ? oldest : oldest + (newest - oldest) * i / (points - 1));
                }
            }
        }
    },

    /** A message of the incremental feed: reports when each record of an upsert was created. Skips snapshots. */
    V1 {
        @Override
        void parse(ByteBuf message, Receiver receiver) {
            if (indexOf(message, TYPE_UPSERT, message.readerIndex()) < 0) {
                return;
            }
            receiver.update(number(message, SEQUENCE, message.readerIndex()));
            eachCreatedAt(message, receiver);
        }
    },

    /** A whole window, as an array or as a string that holds one. The receiver recognises the records that are new. */
    FRAME {
        @Override
        void parse(ByteBuf message, Receiver receiver) {
            receiver.update(-1);
            eachCreatedAt(message, receiver);
        }
    },

    /** Counts each message as an update, without parsing it. */
    NONE {
        @Override
        void parse(ByteBuf message, Receiver receiver) {
            receiver.update(-1);
        }
    };

    private static final byte[] FRESH = ascii("\"fresh\":{");
    private static final byte[] NOW = ascii("\"now\":");
    private static final byte[] RECORDS = ascii("\"records\":");
    private static final byte[] OLDEST = ascii("\"oldest\":");
    private static final byte[] NEWEST = ascii("\"newest\":");
    private static final byte[] SEQUENCE = ascii("\"seq\":");
    private static final byte[] TYPE_VIEW = ascii("{\"type\":\"view\"");
    private static final byte[] TYPE_UPDATE = ascii("{\"type\":\"update\"");
    private static final byte[] TYPE_UPSERT = ascii("{\"type\":\"upsert\"");

    /** Without the opening quote, which is escaped if the array is inside a string. */
    private static final byte[] CREATED_AT = ascii("created_at");

    /** Receives the content of a message. */
    interface Receiver {

        /** The message is an update. Receives its sequence number, or -1 if it has none. */
        void update(long sequence);

        /** A record was created at this time, in milliseconds since the epoch. */
        void created(long at);
    }

    abstract void parse(ByteBuf message, Receiver receiver);

    static MessageParser named(String name) {
        return Arrays.stream(values())
                .filter(parser -> parser.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("--parser " + name + ": expected view, v1, frame or none"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void eachCreatedAt(ByteBuf message, Receiver receiver) {
        for (int at = indexOf(message, CREATED_AT, message.readerIndex());
                at >= 0;
                at = indexOf(message, CREATED_AT, at + CREATED_AT.length)) {
            receiver.created(numberAt(message, at + CREATED_AT.length));
        }
    }

    private static long number(ByteBuf message, byte[] field, int from) {
        int at = indexOf(message, field, from);
        return at < 0 ? -1 : numberAt(message, at + field.length);
    }

    /** The next digits from that position on, as a number. Skips what precedes them: quotes, colons and backslashes. */
    private static long numberAt(ByteBuf message, int from) {
        int at = from;
        int end = message.writerIndex();
        while (at < end && !isDigit(message.getByte(at))) {
            at++;
        }
        long number = 0;
        while (at < end && isDigit(message.getByte(at))) {
            number = number * 10 + message.getByte(at++) - '0';
        }
        return number;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static int indexOf(ByteBuf message, byte[] wanted, int from) {
        int last = message.writerIndex() - wanted.length;
        int at = from;
        while (at <= last) {
            at = message.indexOf(at, last + 1, wanted[0]);
            if (at < 0) {
                return -1;
            }
            int i = 1;
            while (i < wanted.length && message.getByte(at + i) == wanted[i]) {
                i++;
            }
            if (i == wanted.length) {
                return at;
            }
            at++;
        }
        return -1;
    }
}
