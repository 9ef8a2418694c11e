package io.thelook.model;

import static io.thelook.model.RecordBuilder.aRecord;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RecordFieldTest {

    @Test
    void fields_areTheComponentsOfARecordInTheirOrder() {
        List<String> components = Arrays.stream(Record.class.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .toList();

        assertThat(RecordField.ALL).extracting(RecordField::label).containsExactlyElementsOf(components);
    }

    @Test
    void of_isTheRecordsOwnValue() throws ReflectiveOperationException {
        Record record = aRecord().build().toBuilder()
                .quantity(2)
                .product("Slim jeans")
                .updatedAt(1_741_051_300_000L)
                .build();
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : Record.class.getRecordComponents()) {
            Object value = component.getAccessor().invoke(record);
            values.add(value instanceof Integer number ? Long.valueOf(number) : value);
        }

        assertThat(RecordField.ALL).extracting(field -> field.of(record)).containsExactlyElementsOf(values);
    }

    @Test
    void toBuilder_keepsEveryValue() {
        Record record = aRecord().build().toBuilder()
                .quantity(2)
                .product("Slim jeans")
                .updatedAt(1_741_051_300_000L)
                .build();

        assertThat(record.toBuilder().build()).isEqualTo(record);
    }
}
