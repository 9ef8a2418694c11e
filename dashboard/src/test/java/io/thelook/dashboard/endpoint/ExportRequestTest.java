package io.thelook.dashboard.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thelook.dashboard.view.QueryText;
import io.thelook.dashboard.window.Query;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportRequestTest {

    @Test
    void nothing_isEverythingForPrograms() {
        assertThat(ExportRequest.parse(""))
                .isEqualTo(new ExportRequest(Query.DEFAULT, OptionalLong.empty(), Optional.empty()));
    }

    @Test
    void everything_isRead() {
        assertThat(ExportRequest.parse(
                        "format=spreadsheet&window=5&at=1741051200000&country=S%C3%A3o&tz=Europe%2FBerlin"))
                .isEqualTo(new ExportRequest(
                        QueryText.parse("window=5&country=S%C3%A3o"),
                        OptionalLong.of(1_741_051_200_000L),
                        Optional.of(ZoneId.of("Europe/Berlin"))));
    }

    @Test
    void spreadsheet_withoutAZone_isInUtc() {
        assertThat(ExportRequest.parse("format=spreadsheet").spreadsheet()).contains(ZoneOffset.UTC);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format=xlsx             | format=xlsx: expected spreadsheet, or no format",
                "format                  | format=: expected spreadsheet, or no format",
                "format=Spreadsheet      | format=Spreadsheet: expected spreadsheet, or no format",
                "tz=Mars%2FBase          | tz=Mars/Base: expected a time zone such as Europe/Berlin or UTC",
                "tz=                     | tz=: expected a time zone such as Europe/Berlin or UTC",
                "at=now                  | at=now: expected milliseconds since the epoch",
                "at=99999999999999999999 | at=99999999999999999999: expected milliseconds since the epoch",
                "tz=%zz                  | %zz: expected percent-encoded UTF-8",
                "format=spreadsheet&x=1  | x: expected window, country, traffic_source, category, item_status, age, gender, "
                        + "product, or one of the latter after not."
            })
    void anythingElse_isRefusedByName(String text, String reason) {
        assertThatThrownBy(() -> ExportRequest.parse(text)).hasMessage(reason);
    }
}
