package io.thelook.service.status;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Figures for people. */
final class Words {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;
    private static final int THOUSAND = 1_000;

    /** Anything less than this is shown as zero. */
    private static final double LEAST = 0.05;

    private Words() {}

    static String count(long count) {
        return String.format(Locale.ENGLISH, "%,d", count);
    }

    /** A size, with a unit of which there are fewer than a thousand. */
    static String bytes(long bytes) {
        if (bytes < THOUSAND) {
            return bytes + " B";
        }
        double size = bytes;
        int unit = 0;
        while (size >= THOUSAND && unit < 3) {
            size /= THOUSAND;
            unit++;
        }
        return String.format(
                Locale.ENGLISH, "%.1f %s", size, List.of("B", "KB", "MB", "GB").get(unit));
    }

    /** A duration in its two largest units. */
    static String seconds(double seconds) {
        long whole = Math.round(Math.abs(seconds));
        String sign = seconds <= -LEAST ? "−" : "";
        if (whole < MINUTE) {
            return sign + String.format(Locale.ENGLISH, "%.1f s", Math.abs(seconds));
        }
        if (whole < HOUR) {
            return sign + whole / MINUTE + " min " + whole % MINUTE + " s";
        }
        return whole < DAY
                ? sign + whole / HOUR + " h " + whole % HOUR / MINUTE + " min"
                : sign + whole / DAY + " d " + whole % DAY / HOUR + " h";
    }

    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }
}
