package io.thelook.dashboard.endpoint;

import io.thelook.model.Record;
import io.thelook.model.RecordField;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** A form of a file with records. */
interface RecordsFile {

    /**
     * Writes the file.
     *
     * @param fields of the file
     */
    void write(List<RecordField> fields, Records records, OutputStream out) throws IOException;

    /** Records that are read while they are written. */
    interface Records {

        void forEach(Each each) throws IOException;
    }

    /** Takes a record. */
    interface Each {

        void accept(Record record) throws IOException;
    }

    /** Writes the file of a list. */
    default void write(List<Record> records, OutputStream out) throws IOException {
        write(
                fields(records),
                each -> {
                    for (Record record : records) {
                        each.accept(record);
                    }
                },
                out);
    }

    /** The twelve fields of theLook, and those of the others that a record has. */
    private static List<RecordField> fields(List<Record> records) {
        return RecordField.ALL.stream()
                .filter(field -> field.compareTo(RecordField.CREATED_AT) <= 0
                        || records.stream().anyMatch(record -> field.of(record) != null))
                .toList();
    }
}
