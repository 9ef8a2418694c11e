package io.thelook.model;

/**
 * Thrown if a message as a whole violates the contract. The exception's text says what was found or is missing, what
 * was expected and, if known, where.
 */
public class FrameException extends Exception {

    private static final long serialVersionUID = 1L;

    FrameException(String message) {
        super(message);
    }
}
