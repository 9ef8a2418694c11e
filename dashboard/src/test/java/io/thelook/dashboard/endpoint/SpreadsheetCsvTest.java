package io.thelook.dashboard.endpoint;

import static io.thelook.model.RecordBuilder.aRecord;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.model.Money;
import io.thelook.model.Record;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetCsvTest {

    private static final String HEADINGS =
            "\uFEFFuser_id,age,gender,country,traffic_source,order_id,item_id,category,cost,item_status,sale_price,";

    @Test
    void record_hasAReadableTimeAndItsIdsAreTexts() throws IOException {
        assertThat(written("Europe/Berlin", aRecord().order("00042").item("3-4").build()))
                .isEqualTo(HEADINGS + "created_at (Europe/Berlin),utc_offset\r\n"
                        + "'user-1,34,F,France,Search,'00042,'3-4,Jeans,20,Processing,49.5,"
                        + "2025-03-04 02:20:00,UTC+01:00\r\n");
    }

    @Test
    void hourThatComesTwice_isToldApartByItsOffset() throws IOException {
        long first = Instant.parse("2026-10-25T00:30:00Z").toEpochMilli();

        assertThat(written(
                        "Europe/Berlin",
                        aRecord().createdAt(first).build(),
                        aRecord().createdAt(first + 3_600_000).build()))
                .contains("2026-10-25 02:30:00,UTC+02:00\r\n")
                .endsWith("2026-10-25 02:30:00,UTC+01:00\r\n");
    }

    @Test
    void fieldsOfOtherShops_haveTheirColumns() throws IOException {
        Record record = Record.builder()
                .orderId("1")
                .itemId("2")
                .salePrice(Money.parse("-5"))
                .createdAt(1_741_051_200_000L)
                .quantity(3)
                .product("=1+1")
                .updatedAt(1_741_051_201_000L)
                .build();

        assertThat(written("UTC", record))
                .contains("created_at (UTC),utc_offset,quantity,product,updated_at (UTC)\r\n")
                .endsWith(",-5,2025-03-04 01:20:00,UTC+00:00,3,'=1+1,2025-03-04 01:20:01\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(1)",
                "\t=1",
                "\r=1",
                "\n=1",
                "\0=1",
                "＝1+1",
                "＋1",
                "－1",
                "＠SUM(1)",
                " =1+1",
                "\u00a0=1",
                "\u3000＝1",
                "\ufeff=1"
            })
    void textThatBeginsLikeAFormula_isGuarded(String text) {
        assertThat(SpreadsheetCsv.guarded(text)).startsWith("'").endsWith(text.substring(text.length() - 1));
        assertThat(SpreadsheetCsv.guarded("a;" + text)).startsWith("a;'");
    }

    /** A spreadsheet in German begins another cell at a semicolon, whatever quotes there are. */
    @Test
    void formulaAfterASeparatorOfAnotherLanguage_isGuarded() {
        assertThat(SpreadsheetCsv.guarded("x;=1+1;@y")).isEqualTo("x;'=1+1;'@y");
        assertThat(SpreadsheetCsv.guarded("x\t=1")).isEqualTo("x\t'=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "France", "Tops & Tees", "a-b", "1=1", "日本", "O'Neill", "a; b"})
    void otherText_staysAsItIs(String text) {
        assertThat(SpreadsheetCsv.guarded(text)).isEqualTo(text);
    }

    private static String written(String zone, Record... records) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SpreadsheetCsv(ZoneId.of(zone)).write(List.of(records), out);
        return out.toString(UTF_8);
    }
}
