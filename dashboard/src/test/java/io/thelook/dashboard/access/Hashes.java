package io.thelook.dashboard.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;

/** Hashes of passwords, as cheap as the dashboard accepts. */
final class Hashes {

    private static final int COST = 10;

    private Hashes() {}

    static String of(String password) {
        byte[] hash = BCrypt.with(BCrypt.Version.VERSION_2B).hash(COST, password.getBytes(StandardCharsets.UTF_8));
        return new String(hash, StandardCharsets.US_ASCII);
    }
}
