package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BookmarkTest {

    @Test
    void text_isUnderstood() {
        for (LogPosition position : new LogPosition[] {
            LogPosition.of("Xk2_-a:b@c", 7, 0, Long.MAX_VALUE), LogPosition.of(3), LogPosition.of("a topic", 0, 1)
        }) {
            Bookmark bookmark = new Bookmark(position, 1_741_051_200_000L);
            assertThat(Bookmark.parse(bookmark.text())).contains(bookmark);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "5@topic", "5@topic:", "5@topic:x", "x@topic:5", "5@t:99999999999999999999", "5@t:1,"})
    void anythingElse_isNone(String text) {
        assertThat(Bookmark.parse(text)).isEmpty();
    }
}
