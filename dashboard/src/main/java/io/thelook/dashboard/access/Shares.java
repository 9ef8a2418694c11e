package io.thelook.dashboard.access;

import io.thelook.service.access.RandomText;
import io.thelook.service.signature.Hmac;
import io.thelook.service.start.SecretText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The tokens in links that share a view: the view and the end of the link, signed with HMAC-SHA256. Nothing is stored:
 * a link works on every dashboard with the same secret, until its end or until the secret changes. Thread-safe.
 */
final class Shares {

    /** The longest query that a link can share, in characters: a token fits into a request line with room to spare. */
    static final int LONGEST_QUERY = 1_500;

    /** A later form of the token would begin with another letter. */
    private static final String FORM = "a";

    private static final char WALL = 'w';
    private static final char PAGE = 'p';

    private final Hmac hmac;

    /** @param secret a random one if empty */
    Shares(Optional<SecretText> secret) {
        this.hmac = new Hmac(secret.map(SecretText::value).orElseGet(RandomText::next));
    }

    /** The token of a share. */
    String token(Share share) {
        String text = share.end().getEpochSecond() + (share.isWall() ? "w" : "p") + share.query();
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        byte[] signature = sign(content);
        byte[] both = Arrays.copyOf(signature, Hmac.BYTES + content.length);
        System.arraycopy(content, 0, both, Hmac.BYTES, content.length);
        return FORM + Base64.getUrlEncoder().withoutPadding().encodeToString(both);
    }

    /** The share of a token, which may have ended; empty if this is not a token that was signed with the secret. */
    Optional<Share> read(String token) {
        if (!token.startsWith(FORM)) {
            return Optional.empty();
        }
        byte[] both;
        try {
            both = Base64.getUrlDecoder().decode(token.substring(FORM.length()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (both.length <= Hmac.BYTES) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOfRange(both, Hmac.BYTES, both.length);
        return MessageDigest.isEqual(sign(content), Arrays.copyOf(both, Hmac.BYTES))
                ? Optional.of(share(new String(content, StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    /** Reads what has been signed, and is therefore well-formed. */
    private static Share share(String text) {
        int kind = 0;
        while (text.charAt(kind) != WALL && text.charAt(kind) != PAGE) {
            kind++;
        }
        Instant end = Instant.ofEpochSecond(Long.parseLong(text.substring(0, kind)));
        return new Share(text.substring(kind + 1), text.charAt(kind) == WALL, end);
    }

    private byte[] sign(byte[] content) {
        return hmac.of("share a view\n".getBytes(StandardCharsets.UTF_8), content);
    }
}
