package io.thelook.service.tls;

/** Thrown if one of the files of a certificate cannot be used. */
final class UnusableFile extends Exception {

    private static final long serialVersionUID = 1L;

    private final String variable;

    /**
     * @param variable that names the file
     * @param file its path
     * @param words what was expected, and what is wrong
     */
    UnusableFile(String variable, PemFile file, String words) {
        super(file + ": " + words);
        this.variable = variable;
    }

    /** The variable that names the file. */
    String variable() {
        return variable;
    }
}
