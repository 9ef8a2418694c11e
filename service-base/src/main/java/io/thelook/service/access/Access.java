package io.thelook.service.access;

import io.thelook.service.http.TrustedProxies;
import io.thelook.service.start.SecretText;
import io.thelook.service.start.ServerAddress;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
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
 * {@code Authorization}, and those of a browser that has signed in with it ({@link SignIn}). The address of a client
 * proves nothing: a proxy on the same machine may forward requests from anywhere.
 *
 * <p>A browser adds its cookie automatically, even for pages of other sites that the cookie's SameSite attribute does
 * not exclude, such as another port of the same host. {@link OriginCheck} refuses the requests of those pages. With the
 * attribute Lax, a link on another site opens a page signed in. Old browsers send no Origin: a request with the cookie
 * that changes something must therefore have the content type JSON, which forms cannot send.
 *
 * <p>A session whose role is not {@link Role#ADMIN} does not suffice.
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
     * @param proxies whose forwarding headers are trusted
     * @param sessions of signed-in users
     * @param nanoTime as {@link System#nanoTime}
     */
    public Access(
            String service,
            int port,
            Optional<SecretText> token,
            TrustedProxies proxies,
            Sessions sessions,
            LongSupplier nanoTime) {
        this.service = service;
        this.proxies = proxies;
        this.cookieName = "thelook-" + service + "-" + port;
        this.tokens = new TokenCheck(token, nanoTime);
        this.sessions = sessions;
        for (Refusal.Kind kind : Refusal.Kind.values()) {
            refused.put(kind, new LongAdder());
        }
    }

    /**
     * Logs the link with which a browser signs in, if the service makes its token itself. A configured token is not
     * logged. Only the first call has an effect. Call it when the server listens.
     *
     * @param address where it listens
     * @param to the path to which the link leads
     */
    public void announce(ServerAddress address, String to) {
        if (!tokens.isConfigured() && isAnnounced.compareAndSet(false, true)) {
            LOG.infof(
                    "sign in to the %s: %s%s?%s=%s%s (set ADMIN_TOKEN to choose the token)",
                    service,
                    address,
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
        Optional<Session> session = outcome.result() == TokenCheck.Result.MISSING ? session(request) : Optional.empty();
        return count(session.map(each -> check(each, request)).orElseGet(() -> refusal(outcome)));
    }

    private static Optional<Refusal> check(Session session, HttpServerRequest request) {
        return session.role() == Role.ADMIN
                ? checkType(request)
                : Optional.of(new Refusal(Refusal.Kind.ROLE, "expected a user with the role " + Role.ADMIN));
    }

    /** The session of a request's cookie, if it has not ended. */
    public Optional<Session> session(HttpServerRequest request) {
        return request.cookies(cookieName).stream()
                .map(cookie -> sessions.find(cookie.getValue()))
                .flatMap(Optional::stream)
                .findFirst();
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
     * Begins a session and adds its cookie to the response. The cookie holds its id, not the token. It has no path of
     * its own: browsers then send it to the folder of the request, which must be the service's root: a proxy may serve
     * it below a path, next to other services.
     *
     * @param user the name of the user; empty for a session of the service's token
     * @param role the permissions of the user
     */
    public HttpServerResponse beginSession(HttpServerRequest request, Optional<String> user, Role role) {
        endSessions(request);
        return request.response()
                .addCookie(cookie(sessions.begin(user, role), request)
                        .setMaxAge(sessions.length().toSeconds()));
    }

    /** Ends the session of a request's cookie, if there is one, and removes the cookie. */
    public void endSession(HttpServerRequest request) {
        endSessions(request);
        request.response().addCookie(cookie("", request).setMaxAge(0));
    }

    private void endSessions(HttpServerRequest request) {
        request.cookies(cookieName).forEach(cookie -> sessions.end(cookie.getValue()));
    }

    private Cookie cookie(String value, HttpServerRequest request) {
        return Cookie.cookie(cookieName, value)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.LAX)
                .setSecure(isSecure(request));
    }

    /** Whether the browser's own connection is encrypted: to this server, or to the first proxy. */
    public static boolean isSecure(HttpServerRequest request) {
        String forwarded = request.getHeader("X-Forwarded-Proto");
        return request.isSSL()
                || (forwarded != null && forwarded.split(",", 2)[0].strip().equalsIgnoreCase("https"));
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

    /** The sessions of signed-in users. */
    public Sessions sessions() {
        return sessions;
    }
}
