package io.thelook.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {

    private static final int MOST = 100;
    private static final Duration LENGTH = Duration.ofDays(30);

    private Instant now = Instant.parse("2026-11-27T12:00:00Z");
    private final Sessions sessions = new Sessions(MOST, LENGTH, () -> now);

    @Test
    void begin_isOpenUntilItsEnd() {
        String id = begin();

        assertThat(id).matches("[A-Za-z0-9_-]{32}");
        assertThat(isOpen(id)).isTrue();
        now = now.plus(LENGTH).minusMillis(1);
        assertThat(isOpen(id)).isTrue();
        now = now.plusMillis(1);
        assertThat(isOpen(id)).isFalse();
        assertThat(sessions.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "ä\0🗝"})
    void isOpen_idThatWasNotGiven_isNot(String id) {
        begin();

        assertThat(isOpen(id)).isFalse();
    }

    @Test
    void oneTooMany_endsTheOldest() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < MOST + 2; i++) {
            ids.add(begin());
            now = now.plus(Duration.ofSeconds(1));
        }

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids.subList(0, 2)).noneMatch(this::isOpen);
        assertThat(ids.subList(2, ids.size())).allMatch(this::isOpen);
        assertThat(sessions.size()).isEqualTo(MOST);
        assertThat(sessions.begun()).isEqualTo(MOST + 2);
        assertThat(sessions.dropped()).isEqualTo(2);
    }

    @Test
    void endedSessions_makeRoomWithoutADrop() {
        for (int i = 0; i < MOST; i++) {
            begin();
        }
        now = now.plus(LENGTH);

        begin();

        assertThat(sessions.size()).isEqualTo(1);
        assertThat(sessions.dropped()).isZero();
    }

    @Test
    void oneTooManyOfAUser_endsTheOldestOfThatUser() {
        String other = sessions.begin(Optional.of("ben"), Role.ADMIN);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < Sessions.MOST_OF_A_USER + 1; i++) {
            ids.add(sessions.begin(Optional.of("anna"), Role.VIEWER));
        }

        assertThat(isOpen(other)).isTrue();
        assertThat(isOpen(ids.get(0))).isFalse();
        assertThat(ids.subList(1, ids.size())).allMatch(this::isOpen);
        assertThat(sessions.dropped()).isEqualTo(1);
    }

    @Test
    void end_closesWhatBelongsToTheSession() {
        String id = sessions.begin(Optional.of("anna"), Role.VIEWER);
        Session session = sessions.find(id).orElseThrow();

        assertThat(session.isOpen(now)).isTrue();
        assertThat(sessions.end(id)).contains(session);
        assertThat(session.isOpen(now)).isFalse();
        assertThat(isOpen(id)).isFalse();
        assertThat(sessions.end(id)).isEmpty();
    }

    @Test
    void endIf_endsThoseSessionsOnly() {
        String anna = sessions.begin(Optional.of("anna"), Role.VIEWER);
        String ben = sessions.begin(Optional.of("ben"), Role.ADMIN);

        sessions.endIf(session -> session.role() == Role.VIEWER);

        assertThat(isOpen(anna)).isFalse();
        assertThat(isOpen(ben)).isTrue();
        assertThat(sessions.size()).isEqualTo(1);
    }

    private String begin() {
        return sessions.begin(Optional.empty(), Role.ADMIN);
    }

    private boolean isOpen(String id) {
        return sessions.find(id).isPresent();
    }
}
