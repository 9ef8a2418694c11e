package io.thelook.dashboard.source;

import io.thelook.dashboard.source.RecordSource.Meaning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Makes settings that differ from the defaults in what a test sets. */
final class FeedSettingsBuilder {

    private Meaning meaning = Meaning.WINDOW;
    private Optional<String> subprotocol = Optional.empty();
    private FeedHeaders headers = FeedHeaders.NONE;
    private Optional<FeedHello> hello = Optional.empty();
    private Optional<CaFile> ca = Optional.empty();
    private Duration ping = Duration.ofMillis(300);
    private Duration timeout = Duration.ofSeconds(5);

    FeedSettingsBuilder meaning(Meaning value) {
        meaning = value;
        return this;
    }

    FeedSettingsBuilder subprotocol(String value) {
        subprotocol = Optional.of(value);
        return this;
    }

    FeedSettingsBuilder headers(String value) {
        headers = FeedHeaders.parse(value);
        return this;
    }

    FeedSettingsBuilder hello(String value) {
        hello = Optional.of(FeedHello.parse(value));
        return this;
    }

    FeedSettingsBuilder ca(Path value) {
        ca = Optional.of(CaFile.parse(value.toString()));
        return this;
    }

    FeedSettingsBuilder ping(Duration value) {
        ping = value;
        return this;
    }

    FeedSettingsBuilder timeout(Duration value) {
        timeout = value;
        return this;
    }

    FeedSettings of(String address) {
        return new FeedSettings(
                FeedAddress.parse(address), meaning, subprotocol, headers, hello, ca, ping, timeout, 1_000_000);
    }
}
