package io.thelook.service.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Writes rows as CSV (RFC 4180) in UTF-8. Not thread-safe. */
public final class CsvWriter {

    private final Writer out;

    /** @param out the destination; never closed here */
    public CsvWriter(OutputStream out) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    /** Writes a row; {@code null} is an empty field. */
    public void row(Object... values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                out.write(',');
            }
            field(values[i] == null ? "" : values[i].toString());
        }
        out.write("\r\n");
    }

    private void field(String text) throws IOException {
        if (text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')) {
            out.write(text);
        } else {
            out.write('"');
            out.write(text.replace("\"", "\"\""));
            out.write('"');
        }
    }

    /** Flushes the rows written so far to the stream. */
    public void flush() throws IOException {
        out.flush();
    }
}
