package io.thelook.service.access;

import io.thelook.service.http.TrustedProxies;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Decides which requests may change something or see raw messages: those with the token in the header
 * {@code Authorization}, and those of a browser that has signed in with it ({@link SignIn}). The address of a
 * client proves nothing: a proxy on the same machine forwards the requests of strangers.
 *
 * <p>A browser adds its cookie by itself, even for pages of other sites that the cookie's SameSite attribute does not
 * exclude, such as another port of the same host. {@link OriginCheck} refuses what those pages ask. Old browsers send
 * no Origin: a request with the cookie that changes something must therefore have the content type JSON, which no form
 * has.
 *
 * <p>Thread-safe. Creates a random token only when it is needed.
 */
public final class Access {

    private static final Logger LOG = Logger.getLogger(Access.class);
    private static final String JSON = "application/json";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final String service;
    private final String cookieName;
    private final TrustedProxies proxies;
    private final TokenCheck tokens;
    private final Sessions sessions;
    private final Map<Refusal.Kind, LongAdder> refused = new EnumMap<>(Refusal.Kind.class);
    private final AtomicBoolean isAnnounced = new AtomicBoolean();

    /**
     * @param service the name of the service in messages
     * @param port the port of the service. Cookies are for all ports of a host: with it in their name, services do not
     *     sign each other's users out.
     * @param token the configured token; without one, the service makes its own
     * @param proxies that say for whom they ask
     * @param clock of sessions
     * @param nanoTime as {@link System#nanoTime}
     */
    public Access(
            String service,
            int port,
            Optional<String> token,
            TrustedProxies proxies,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.service = service;
        this.proxies = proxies;
        this.cookieName = "thelook-" + service + "-" + port;
        this.tokens = new TokenCheck(token, nanoTime);
        this.sessions = new Sessions(clock);
        for (Refusal.Kind kind : Refusal.Kind.values()) {
            refused.put(kind, new LongAdder());
        }
    }

    /**
     * Logs the link with which a browser signs in, if the service makes its token itself. A configured token is not
     * logged. Only the first call has an effect. Call it when the server listens.
     *
     * @param port the port on which it listens
     * @param to the path to which the link leads
     */
    public void announce(int port, String to) {
        if (!tokens.isConfigured() && isAnnounced.compareAndSet(false, true)) {
            LOG.infof(
                    "sign in to the %s: http://localhost:%d%s?%s=%s%s (set ADMIN_TOKEN to choose the token)",
                    service,
                    port,
                    SignIn.PATH,
                    SignIn.TOKEN,
                    tokens.token(),
                    to.equals(ReturnPath.HOME) ? "" : "&" + SignIn.TO + "=" + to);
        }
    }

    /** The service's token, for checks of other kinds. */
    public TokenCheck tokens() {
        return tokens;
    }

    /** Checks a request. Empty if it is admitted. */
    public Optional<Refusal> check(HttpServerRequest request) {
        TokenCheck.Outcome outcome = tokens.header(request.getHeader("Authorization"), proxies.network(request));
        boolean hasSession = outcome.result() == TokenCheck.Result.MISSING && hasSession(request);
        return count(hasSession ? checkType(request) : refusal(outcome));
    }

    /** Checks the token of a request to sign in. Empty if it is right. */
    Optional<Refusal> checkToken(HttpServerRequest request, String token) {
        return count(refusal(tokens.text(token, proxies.network(request))));
    }

    /** Checks the header of a request to sign in. Empty if it is right. */
    Optional<Refusal> checkHeader(HttpServerRequest request) {
        return count(refusal(tokens.header(request.getHeader("Authorization"), proxies.network(request))));
    }

    /**
     * Begins a session. The cookie holds its id, not the token. It has no path of its own: browsers then send it to the
     * folder of {@code /signin}, which a proxy may serve below a path beside other services.
     */
    Cookie beginSession(boolean isSecure) {
        return Cookie.cookie(cookieName, sessions.begin())
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setSecure(isSecure)
                .setMaxAge(Sessions.LENGTH.toSeconds());
    }

    private boolean hasSession(HttpServerRequest request) {
        return request.cookies(cookieName).stream().anyMatch(cookie -> sessions.isOpen(cookie.getValue()));
    }

    private static Optional<Refusal> checkType(HttpServerRequest request) {
        return READING.contains(request.method()) || isJson(request.getHeader("Content-Type"))
                ? Optional.empty()
                : Optional.of(new Refusal(Refusal.Kind.TYPE, "expected Content-Type " + JSON));
    }

    private static boolean isJson(String type) {
        return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase(JSON);
    }

    private Optional<Refusal> refusal(TokenCheck.Outcome outcome) {
        return Refusal.of(outcome, this::advice);
    }

    private String advice() {
        String header = "send the header Authorization: Bearer <ADMIN_TOKEN>";
        return tokens.isConfigured()
                ? header + ", or sign in at " + SignIn.PATH + "?" + SignIn.TOKEN + "=<ADMIN_TOKEN>"
                : "open the sign-in link in the log of the " + service + ", or set ADMIN_TOKEN and " + header;
    }

    private Optional<Refusal> count(Optional<Refusal> refusal) {
        refusal.ifPresent(each -> refused.get(each.kind()).increment());
        return refusal;
    }

    /** The number of requests that were refused, by kind. */
    long refused(Refusal.Kind kind) {
        return refused.get(kind).sum();
    }

    Sessions sessions() {
        return sessions;
    }
}
