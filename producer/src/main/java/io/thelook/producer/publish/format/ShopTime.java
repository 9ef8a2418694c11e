package io.thelook.producer.publish.format;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes times for shops' documents: in whole seconds, and in the time zone of a shop in New York. */
final class ShopTime {

    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final DateTimeFormatter WITH_OFFSET = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final DateTimeFormatter WITHOUT_OFFSET = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    private ShopTime() {}

    /** Such as {@code 2025-03-04T12:00:00-05:00}. */
    static String withOffset(long millis) {
        return WITH_OFFSET.format(Instant.ofEpochMilli(millis).atZone(ZONE));
    }

    /** Such as {@code 2025-03-04T12:00:00}, in the shop's time zone. */
    static String local(long millis) {
        return WITHOUT_OFFSET.format(Instant.ofEpochMilli(millis).atZone(ZONE));
    }

    /** Such as {@code 2025-03-04T17:00:00}, in UTC. */
    static String utc(long millis) {
        return WITHOUT_OFFSET.format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
    }
}
