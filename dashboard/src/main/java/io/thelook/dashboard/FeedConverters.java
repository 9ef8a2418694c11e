package io.thelook.dashboard;

import io.thelook.dashboard.source.CaFile;
import io.thelook.dashboard.source.FeedHeaders;
import io.thelook.dashboard.source.FeedHello;
import io.thelook.model.FeedProtocol;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/** Converters of the settings for reading a feed. */
public final class FeedConverters {

    private FeedConverters() {}

    /** Converts a setting to the headers of the handshake by {@link FeedHeaders#parse}. */
    public static final class Headers implements Converter<FeedHeaders> {

        private static final long serialVersionUID = 1L;

        @Override
        public FeedHeaders convert(String value) {
            return FeedHeaders.parse(value);
        }
    }

    /** Converts a setting to the first message by {@link FeedHello#parse}. */
    public static final class Hello implements Converter<FeedHello> {

        private static final long serialVersionUID = 1L;

        @Override
        public FeedHello convert(String value) {
            return FeedHello.parse(value);
        }
    }

    /** Converts the path of a PEM file to its certificates by {@link CaFile#parse}. */
    public static final class Ca implements Converter<CaFile> {

        private static final long serialVersionUID = 1L;

        @Override
        public CaFile convert(String value) {
            return CaFile.parse(value);
        }
    }

    /** Accepts the name of a subprotocol other than {@code thelook.v1}. */
    public static final class Subprotocol implements Converter<String> {

        private static final long serialVersionUID = 1L;
        private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

        @Override
        public String convert(String value) {
            if (!TOKEN.matcher(value).matches()) {
                throw new IllegalArgumentException("expected the name of one subprotocol, such as v1.orders");
            }
            if (value.equals(FeedProtocol.NAME)) {
                throw new IllegalArgumentException("expected another subprotocol: the dashboard requests "
                        + FeedProtocol.NAME + " if none is set");
            }
            return value;
        }
    }

    /** Converts seconds to the interval between pings; zero for none. */
    public static final class Ping implements Converter<Duration> {

        private static final long serialVersionUID = 1L;
        private static final BigDecimal LEAST = new BigDecimal("0.3");
        private static final BigDecimal MOST = new BigDecimal("3600");
        private static final BigDecimal MILLIS = new BigDecimal("1000");

        @Override
        public Duration convert(String value) {
            BigDecimal seconds;
            try {
                seconds = new BigDecimal(value.strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(expected());
            }
            boolean isInterval = seconds.compareTo(LEAST) >= 0 && seconds.compareTo(MOST) <= 0;
            if (seconds.signum() != 0 && !isInterval) {
                throw new IllegalArgumentException(expected());
            }
            return Duration.ofMillis(seconds.multiply(MILLIS).longValue());
        }

        private static String expected() {
            return "expected a number of seconds from " + LEAST + " to " + MOST + ", or 0 for no pings";
        }
    }
}
