package io.thelook.service.signature;

import java.util.Random;

/** Values for headers that look a little like good ones. */
final class Rubbish {

    private static final String SPECIAL = "=,;t1v0 \t\0\u007fäß🗝-+/_%\"'";

    private Rubbish() {}

    /** Characters of a good value and special ones, at random. */
    static String like(String good, int length, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            String from = random.nextInt(4) == 0 ? SPECIAL : good;
            text.append(from.charAt(random.nextInt(from.length())));
        }
        return text.toString();
    }

    /** A good value with one change. */
    static String near(String good, Random random) {
        int at = random.nextInt(good.length());
        String special = SPECIAL.substring(random.nextInt(SPECIAL.length())).substring(0, 1);
        return switch (random.nextInt(4)) {
            case 0 -> good.substring(0, at);
            case 1 -> good.substring(0, at) + special + good.substring(at);
            case 2 -> good.substring(0, at) + good.substring(at + 1);
            default -> good + special + good.substring(at);
        };
    }
}
