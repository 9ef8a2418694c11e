package io.thelook.model;

/** Thrown if a mapping cannot make records of a value. The message says why, in one line. */
public class MappingException extends Exception {

    private static final long serialVersionUID = 1L;

    public MappingException(String message) {
        super(message);
    }
}
