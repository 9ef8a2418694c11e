package io.thelook.service.signature;

/**
 * The result of verifying a signature.
 *
 * @param words names the header and what was expected, never a secret or a signature; empty if the signature is valid
 */
public record Verdict(Kind kind, String words) {

    /** The kinds of verdicts. */
    public enum Kind {
        /** Made of this body with this secret. */
        VALID,
        /** There is no such header. */
        ABSENT,
        /** There is a header, and it is malformed or not of this body, secret or time. */
        WRONG
    }

    static Verdict valid() {
        return new Verdict(Kind.VALID, "");
    }

    static Verdict absent(String header) {
        return new Verdict(Kind.ABSENT, header + " missing");
    }

    static Verdict wrong(String header, String expected) {
        return new Verdict(Kind.WRONG, header + ": expected " + expected);
    }
}
