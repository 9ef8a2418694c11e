package io.thelook.service.export;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A file that a client may download.
 *
 * @param fileName the name under which the client saves the file; letters, digits, {@code _}, {@code .} and {@code -};
 *     empty if the client chooses the name
 * @param contentType the value of the {@code Content-Type} header
 * @param content writes the file
 */
public record Download(String fileName, String contentType, Content content) {

    /** Writes a file. */
    @FunctionalInterface
    public interface Content {

        /**
         * Writes the whole file; may block.
         *
         * @param out need not be closed; a failed write means that the client has gone or is too slow
         * @throws IOException if the file cannot be written; if thrown before the first write, there is no file at the
         *     moment
         */
        void writeTo(OutputStream out) throws IOException;
    }
}
