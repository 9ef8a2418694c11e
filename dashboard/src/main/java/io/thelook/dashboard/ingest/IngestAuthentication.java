package io.thelook.dashboard.ingest;

import io.thelook.service.access.TokenCheck;
import io.thelook.service.signature.Scheme;
import io.thelook.service.signature.Signature;
import io.thelook.service.signature.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Decides which requests may send records.
 *
 * <ol>
 *   <li>A wrong signature of a configured scheme refuses the request, regardless of anything else in it: the body is
 *       not the one that the shop signed, or the secrets differ.
 *   <li>A valid signature of a configured scheme admits it, even with a wrong token: the signature covers the body.
 *   <li>The right token admits it, as {@code Authorization: Bearer <token>}: INGEST_TOKEN; or, if neither that nor any
 *       secret is configured, the token of the service.
 *   <li>All others are refused.
 * </ol>
 *
 * <p>Signatures of schemes that are not configured are ignored. {@link TokenCheck} limits wrong tokens, but not
 * signatures: shops that share an address do not affect each other. Thread-safe.
 */
public final class IngestAuthentication {

    private static final String TOKEN = "INGEST_TOKEN";
    private static final String ADMIN_TOKEN = "ADMIN_TOKEN";

    private final List<Signature> signatures;
    private final Optional<TokenCheck> token;
    private final String tokenName;

    private IngestAuthentication(List<Signature> signatures, Optional<TokenCheck> token, String tokenName) {
        this.signatures = signatures;
        this.token = token;
        this.tokenName = tokenName;
    }

    /**
     * @param signatures those whose secrets are configured
     * @param ingestToken the check of INGEST_TOKEN, if it is configured
     * @param adminToken the check of the service's token, for when nothing is configured
     */
    public static IngestAuthentication of(
            List<Signature> signatures, Optional<TokenCheck> ingestToken, TokenCheck adminToken) {
        return signatures.isEmpty() && ingestToken.isEmpty()
                ? new IngestAuthentication(List.of(), Optional.of(adminToken), ADMIN_TOKEN)
                : new IngestAuthentication(List.copyOf(signatures), ingestToken, TOKEN);
    }

    /**
     * Decides about a request.
     *
     * @param headers of the request, a character for each byte
     * @param body as it was received, before it is inflated or decoded
     * @param network of the client, as {@link io.thelook.service.http.TrustedProxies#network} gives it
     */
    public Admission admit(Signature.Headers headers, byte[] body, String network) {
        Optional<String> valid = Optional.empty();
        for (Signature signature : signatures) {
            Verdict verdict = signature.verify(headers, body);
            if (verdict.kind() == Verdict.Kind.WRONG) {
                return Admission.unauthorized(verdict.words());
            }
            if (verdict.kind() == Verdict.Kind.VALID && valid.isEmpty()) {
                valid = Optional.of(signature.scheme().label());
            }
        }
        return valid.map(Admission::by).orElseGet(() -> admitByToken(headers, network));
    }

    private Admission admitByToken(Signature.Headers headers, String network) {
        if (token.isEmpty()) {
            return missing(headers);
        }
        String authorization = headers.all("Authorization").stream().findFirst().orElse(null);
        TokenCheck.Outcome outcome = token.get().header(authorization, network);
        return switch (outcome.result()) {
            case RIGHT -> Admission.by(tokenName.equals(TOKEN) ? "token" : "admin-token");
            case WRONG -> Admission.unauthorized("wrong token: " + expected());
            case MISSING -> missing(headers);
            case LIMITED -> Admission.limited(outcome.retryAfterSeconds());
        };
    }

    private Admission missing(Signature.Headers headers) {
        return Admission.unauthorized(Arrays.stream(Scheme.values())
                .filter(scheme -> !headers.all(scheme.header()).isEmpty())
                .findFirst()
                .map(scheme -> scheme.header() + " cannot be verified: set " + scheme.secretName())
                .orElseGet(this::expected));
    }

    private String expected() {
        List<String> expected = new ArrayList<>();
        token.ifPresent(each -> expected.add("Authorization: Bearer <" + tokenName + ">"));
        signatures.forEach(each -> expected.add(each.scheme().header()));
        return "expected the header " + String.join(" or ", expected);
    }
}
