package io.thelook.service.start;

/**
 * Thrown for a setting that prevents the service from starting. The message names its variable, its value and what was
 * expected.
 */
public final class BadSetting extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadSetting(String variable, String shown, String expected) {
        super(variable + "=" + shown + ": expected " + expected);
    }

    /** @param words the value in a form that may be shown, and what was expected */
    public BadSetting(String variable, String words) {
        super(variable + "=" + words);
    }

    /** Returns the message alone, because SmallRye Config collects the problems of a mapping as text. */
    @Override
    public String toString() {
        return getMessage();
    }
}
