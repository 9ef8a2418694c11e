package io.thelook.model;

/** A frame that is, as a whole, not what the contract says. The message says what was found, where, and what was expected. */
public class FrameException extends Exception {

    private static final long serialVersionUID = 1L;

    FrameException(String message) {
        super(message);
    }
}
