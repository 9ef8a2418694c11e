package io.thelook.dashboard.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Inflates gzip (RFC 1952) within a limit. Stateless. */
public final class Gzip {

    private static final int BUFFER = 8_192;

    private Gzip() {}

    /** Whether the bytes begin as gzip does. No JSON text begins so, and no UTF-8 text at all. */
    static boolean isGzip(byte[] bytes, int offset, int length) {
        return length >= 2 && bytes[offset] == (byte) 0x1F && bytes[offset + 1] == (byte) 0x8B;
    }

    /**
     * Inflates all members of a gzip file. Stops at the limit, so that a small input cannot fill the memory.
     *
     * @param compressed the input, from its first byte
     * @param length the number of bytes of input
     * @param maxBytes the limit on the result
     * @throws GzipException if the input is not valid gzip, or inflates to more than the limit
     */
    public static byte[] inflate(byte[] compressed, int length, int maxBytes) throws GzipException {
        return inflate(compressed, 0, length, maxBytes);
    }

    static byte[] inflate(byte[] compressed, int offset, int length, int maxBytes) throws GzipException {
        try (GZIPInputStream gzip = new GZIPInputStream(
                new ByteArrayInputStream(compressed, offset, length), Math.min(BUFFER, length + 1))) {
            byte[] inflated = gzip.readNBytes(maxBytes);
            if (gzip.read() >= 0) {
                throw new GzipException("inflates to over " + maxBytes / 1_000_000 + " MB", true);
            }
            return inflated;
        } catch (GzipException e) {
            throw e;
        } catch (IOException e) {
            throw new GzipException("is not valid gzip", false);
        }
    }
}
