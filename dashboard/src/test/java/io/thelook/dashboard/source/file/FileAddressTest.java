package io.thelook.dashboard.source.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "file:///var/orders.ndjson          | /var/orders.ndjson",
                "file:/var/orders.ndjson            | /var/orders.ndjson",
                "FILE://localhost/var/orders.ndjson | /var/orders.ndjson",
                "file:/a                            | /a",
                "file:///my shop/a+b?c#d            | /my shop/a+b?c#d",
                "file:///my%20shop/100%25           | /my shop/100%",
                "file:///var/log/../orders          | /var/log/../orders"
            })
    void path_isAbsolute(String address, String path) {
        FileAddress parsed = FileAddress.parse(address);

        assertThat(parsed.path()).isEqualTo(Path.of(path));
        assertThat(parsed).hasToString("file://" + path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "file:",
                "file:/",
                "file://",
                "file:///",
                "file:orders.ndjson",
                "file:./orders.ndjson",
                "file://orders.ndjson",
                "file://host/orders.ndjson",
                "file:////host/orders.ndjson",
                "file:///var/",
                "/var/orders.ndjson"
            })
    void valueThatIsNoAddress_isRefused(String value) {
        assertRefused(
                value, "expected the address of a file with an absolute path, such as file:///var/shop/orders.ndjson");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///100%", "file:///a%zz", "file:///a%00b"})
    void valueWithAnEscapeThatIsNone_isRefusedWithAHint(String value) {
        assertRefused(
                value,
                "expected the address of a file with an absolute path, such as file:///var/shop/orders.ndjson;"
                        + " write %25 for a percent sign");
    }

    private static void assertRefused(String value, String message) {
        assertThatThrownBy(() -> FileAddress.parse(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message)
                .hasNoCause();
    }

    @Test
    void address_isShownInOneLine() {
        assertThat(FileAddress.parse("file:///a\nb")).hasToString("file:///a?b");
    }

    @Test
    void scheme_tellsWhatAValueIsMeantAs() {
        assertThat(FileAddress.isMeantBy("File:orders")).isTrue();
        assertThat(FileAddress.isMeantBy("ws://file:9092")).isFalse();
    }
}
