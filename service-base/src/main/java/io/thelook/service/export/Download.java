package io.thelook.service.export;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A file that a client may download.
 *
 * @param fileName under which the client saves it; letters, digits, {@code _}, {@code .} and {@code -}
 * @param contentType of the file, as the header has it
 * @param content writes the file
 */
public record Download(String fileName, String contentType, Content content) {

    /** Writes a file. */
    @FunctionalInterface
    public interface Content {

        /**
         * Writes the whole file; may block.
         *
         * @param out writes that fail mean that the client has gone or is too slow; need not be closed
         * @throws IOException if the file cannot be written; before the first write: if there is none at the moment
         */
        void writeTo(OutputStream out) throws IOException;
    }
}
