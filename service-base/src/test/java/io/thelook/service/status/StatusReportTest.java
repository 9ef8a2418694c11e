package io.thelook.service.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusReportTest {

    @Test
    void toMap_hasTheValuesBySectionAndName() {
        Section source = Section.titled("source", "Source")
                .text("state", "State", "live")
                .text("reason", "Reason", "")
                .time("next_try_at", "Next attempt", 0)
                .limit("viewers", "Viewers", 3, 10)
                .build();

        Map<String, Object> map = new StatusReport("dashboard", List.of("It is late."), List.of(source)).toMap();

        assertThat(map.keySet()).containsExactly("service", "problems", "source");
        assertThat(map)
                .containsEntry("service", "dashboard")
                .containsEntry("problems", List.of("It is late."))
                .containsEntry("source", Map.of("state", "live", "viewers", Map.of("used", 3L, "limit", 10L)));
        assertThat(source.facts()).extracting(Fact::hasShare).containsExactly(false, true);
        assertThat(source.facts().get(1).text()).isEqualTo("3 of 10");
        assertThat(source.facts().get(1).share()).isEqualTo(0.3);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 s",
        "0.04, 0.0 s",
        "59.4, 59.4 s",
        "60, 1 min 0 s",
        "3599, 59 min 59 s",
        "3600, 1 h 0 min",
        "86399, 23 h 59 min",
        "100000, 1 d 3 h",
        "-0.04, 0.0 s",
        "-0.06, −0.1 s",
        "-7200, −2 h 0 min"
    })
    void seconds_haveTwoUnits(double seconds, String words) {
        assertThat(Words.seconds(seconds)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 KB", "123456789, 123.5 MB", "5000000000000, 5000.0 GB"})
    void bytes_haveAUnit(long bytes, String words) {
        assertThat(Words.bytes(bytes)).isEqualTo(words);
    }

    @Test
    void time_isUtc() {
        assertThat(Words.time(0)).isEqualTo("1970-01-01 00:00:00 UTC");
    }
}
