package io.thelook.dashboard.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The command {@code hash-password}: reads a password from the terminal, without showing it, or else the first line of
 * the standard input, and prints its hash for {@code DASHBOARD_USERS}. An argument would be in the history of the
 * shell.
 */
public final class HashPassword {

    /** The argument that selects the command. */
    public static final String NAME = "hash-password";

    /** About a quarter of a second on a machine of 2026; OWASP asks for 10 or more. */
    static final int COST = 12;

    private static final int LEAST_CHARACTERS = 8;
    private static final int MOST_BYTES = 72;

    private HashPassword() {}

    /**
     * Runs the command.
     *
     * @return the exit code of the process: 0, or 1 if there is no password of a valid length
     */
    public static int run() {
        try {
            return run(password(System.console(), System.in), System.out, System.err);
        } catch (IOException e) {
            System.err.println(NAME + ": cannot read the password: " + e.getMessage());
            return 1;
        }
    }

    private static String password(Console console, InputStream in) throws IOException {
        if (console == null) {
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        }
        char[] first = console.readPassword("Password: ");
        char[] second = console.readPassword("Again: ");
        if (first == null || second == null || !new String(first).equals(new String(second))) {
            throw new IOException("expected the same one twice");
        }
        return new String(first);
    }

    static int run(String password, PrintStream out, PrintStream err) {
        byte[] bytes = (password == null ? "" : password).getBytes(StandardCharsets.UTF_8);
        if (password == null || password.length() < LEAST_CHARACTERS || bytes.length > MOST_BYTES) {
            err.println(NAME + ": expected a password of at least " + LEAST_CHARACTERS + " characters and at most "
                    + MOST_BYTES + " bytes of UTF-8");
            return 1;
        }
        out.println(new String(BCrypt.with(BCrypt.Version.VERSION_2B).hash(COST, bytes), StandardCharsets.US_ASCII));
        return 0;
    }
}
