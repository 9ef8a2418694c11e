package io.thelook.dashboard.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The folder of a journal. One thread writes; others may read and list at the same time. Names are plain file names.
 *
 * <p>Written bytes survive a loss of power only after a force of the file, and, for a new file, a force of the folder.
 */
interface Storage extends Closeable {

    /**
     * Creates the folder if it does not exist, and keeps others from using it until {@link #close}.
     *
     * @throws IOException if that fails; the message is one line that names the folder
     */
    void claim() throws IOException;

    /** The files, with their sizes in bytes. */
    Map<String, Long> list() throws IOException;

    /** Creates a file. Fails if it exists. */
    Output create(String name) throws IOException;

    /** Opens a file for reading. */
    Input open(String name) throws IOException;

    /** Forces the content of a file to the disk. */
    void force(String name) throws IOException;

    /** Deletes a file, if it exists. */
    void delete(String name) throws IOException;

    /** Forces the list of files to the disk. */
    void forceFolder() throws IOException;

    /** A new file. */
    interface Output extends Closeable {

        /** Writes all that remains in the buffer to the end of the file. After a failure, part of it may be there. */
        void write(ByteBuffer bytes) throws IOException;

        /** Forces the content to the disk. */
        void force() throws IOException;

        /** Cuts the file to that size. Nothing is written after it. */
        void truncate(long size) throws IOException;
    }

    /** A file that is read. */
    interface Input extends Closeable {

        /**
         * Reads from a position in the file; returns the number of bytes, which is smaller than {@code length} at the
         * end.
         */
        int read(long position, byte[] into, int offset, int length) throws IOException;
    }
}
