package io.thelook.service.signature;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A header with the HMAC of the body in base64. */
final class BodySignature implements Signature {

    private static final int MOST_CHARACTERS = 44;

    private final Scheme scheme;
    private final String header;
    private final Hmac hmac;

    BodySignature(Scheme scheme, String secret) {
        this.scheme = scheme;
        this.header = scheme.header();
        this.hmac = new Hmac(secret);
    }

    @Override
    public Scheme scheme() {
        return scheme;
    }

    @Override
    public String sign(byte[] body) {
        return Base64.getEncoder().encodeToString(hmac.of(body));
    }

    @Override
    public Verdict verify(Headers headers, byte[] body) {
        List<String> values = headers.all(header);
        if (values.isEmpty()) {
            return Verdict.absent(header);
        }
        if (values.size() > 1) {
            return Verdict.wrong(header, "it once, not " + values.size() + " times");
        }
        Optional<byte[]> given = decode(values.get(0));
        if (given.isEmpty()) {
            return Verdict.wrong(header, Hmac.BYTES + " bytes in base64");
        }
        return MessageDigest.isEqual(given.get(), hmac.of(body))
                ? Verdict.valid()
                : Verdict.wrong(header, "the HMAC-SHA256 of this body with " + scheme.secretName());
    }

    private static Optional<byte[]> decode(String value) {
        if (value.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(value)).filter(bytes -> bytes.length == Hmac.BYTES);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
