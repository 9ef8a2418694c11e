package io.thelook.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line and the headers of a request, for proxies.
 *
 * @param text with the empty line at the end; empty if the client has left
 */
record RequestHead(String text) {

    private static final int MOST_BYTES = 32_768;

    static RequestHead read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < MOST_BYTES && head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return new RequestHead("");
            }
            head.append((char) next);
        }
        return new RequestHead(head.toString());
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    String path() {
        return text.substring(text.indexOf(' ') + 1, text.indexOf(" HTTP/"));
    }

    boolean isUpgrade() {
        return text.toLowerCase(Locale.ROOT).contains("\r\nupgrade: websocket");
    }

    /** The value of a header; empty if there is none. */
    String header(String name) {
        Matcher header = pattern(name).matcher(text);
        return header.find() ? header.group(1) : "";
    }

    /** With this header instead of others of its name. */
    RequestHead with(String name, String value) {
        String others = pattern(name).matcher(text).replaceAll("");
        return new RequestHead(
                others.replaceFirst("\r\n", Matcher.quoteReplacement("\r\n" + name + ": " + value + "\r\n")));
    }

    /** Without a prefix of its path. */
    RequestHead without(String prefix) {
        return new RequestHead(text.replaceFirst(" " + prefix + "/", " /"));
    }

    /** Lets the service close the connection after its response, unless it becomes a WebSocket. */
    RequestHead closing() {
        return isUpgrade() ? this : with("Connection", "close");
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Pattern pattern(String name) {
        return Pattern.compile("(?<=\r\n)" + name + ": ([^\r]*)\r\n", Pattern.CASE_INSENSITIVE);
    }
}
