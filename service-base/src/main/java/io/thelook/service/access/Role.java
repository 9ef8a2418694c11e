package io.thelook.service.access;

import java.util.Locale;

/** The permissions of a signed-in user. */
public enum Role {
    /** See the shop. */
    VIEWER,
    /** See the shop, change settings of the service, and see raw messages. */
    ADMIN;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
