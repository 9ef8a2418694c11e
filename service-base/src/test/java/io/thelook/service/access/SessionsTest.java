package io.thelook.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {

    private Instant now = Instant.parse("2026-11-27T12:00:00Z");
    private final Sessions sessions = new Sessions(() -> now);

    @Test
    void begin_isOpenUntilItsEnd() {
        String id = sessions.begin();

        assertThat(id).matches("[A-Za-z0-9_-]{32}");
        assertThat(sessions.isOpen(id)).isTrue();
        now = now.plus(Sessions.LENGTH).minusMillis(1);
        assertThat(sessions.isOpen(id)).isTrue();
        now = now.plusMillis(1);
        assertThat(sessions.isOpen(id)).isFalse();
        assertThat(sessions.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "ä\0🗝"})
    void isOpen_idThatWasNotGiven_isNot(String id) {
        sessions.begin();

        assertThat(sessions.isOpen(id)).isFalse();
    }

    @Test
    void oneTooMany_endsTheOldest() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < Sessions.MOST + 2; i++) {
            ids.add(sessions.begin());
            now = now.plus(Duration.ofSeconds(1));
        }

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids.subList(0, 2)).noneMatch(sessions::isOpen);
        assertThat(ids.subList(2, ids.size())).allMatch(sessions::isOpen);
        assertThat(sessions.size()).isEqualTo(Sessions.MOST);
        assertThat(sessions.begun()).isEqualTo(Sessions.MOST + 2);
        assertThat(sessions.dropped()).isEqualTo(2);
    }

    @Test
    void endedSessions_makeRoomWithoutADrop() {
        for (int i = 0; i < Sessions.MOST; i++) {
            sessions.begin();
        }
        now = now.plus(Sessions.LENGTH);

        sessions.begin();

        assertThat(sessions.size()).isEqualTo(1);
        assertThat(sessions.dropped()).isZero();
    }
}
