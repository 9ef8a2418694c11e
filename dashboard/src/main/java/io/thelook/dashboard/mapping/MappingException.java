package io.thelook.dashboard.mapping;

/**
 * A value that a mapping cannot turn into records. The message is one line of at most {@value #MOST_CHARACTERS}
 * characters.
 */
public final class MappingException extends Exception {

    static final int MOST_CHARACTERS = 200;

    private static final long serialVersionUID = 1L;

    MappingException(String message) {
        super(Line.of(message, MOST_CHARACTERS));
    }
}
