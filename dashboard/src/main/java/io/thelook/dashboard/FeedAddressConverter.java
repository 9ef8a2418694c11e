package io.thelook.dashboard;

import io.thelook.dashboard.source.FeedAddress;
import org.eclipse.microprofile.config.spi.Converter;

/** Converts a setting to the address of a feed by {@link FeedAddress#parse}. */
public final class FeedAddressConverter implements Converter<FeedAddress> {

    private static final long serialVersionUID = 1L;

    @Override
    public FeedAddress convert(String value) {
        return FeedAddress.parse(value);
    }
}
