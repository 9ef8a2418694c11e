package io.thelook.service.access;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code /signin}: gives a browser with the token a session cookie. {@code GET /signin?token=…&to=/path} is for a link;
 * it redirects to the path. {@code POST /signin} with {@code Authorization: Bearer <token>} is for a page; it responds
 * with 204. Both respond with 401 to a wrong token and with 429 after too many of them.
 */
public final class SignIn {

    /** The path of signing in. */
    public static final String PATH = "/signin";

    /** The parameter with the token. */
    public static final String TOKEN = "token";

    /** The parameter with the path to go to afterwards. */
    public static final String TO = "to";

    private static final int MOST_PARAMETERS = 8;

    private final Supplier<Access> access;

    /** @param access decides whether a token is right; called at the first request */
    public SignIn(Supplier<Access> access) {
        this.access = access;
    }

    /** Adds the route. */
    public void route(Router router) {
        router.route(PATH).handler(this::answer);
    }

    private void answer(RoutingContext context) {
        HttpServerRequest request = context.request();
        // Discards the body, which no handler reads.
        request.resume();
        context.response().putHeader("Cache-Control", "no-store").putHeader("Referrer-Policy", "no-referrer");
        if (request.method() == HttpMethod.GET) {
            follow(request);
        } else if (request.method() == HttpMethod.POST) {
            submit(request);
        } else {
            context.response()
                    .setStatusCode(405)
                    .putHeader("Allow", "GET, POST")
                    .end();
        }
    }

    private void follow(HttpServerRequest request) {
        Map<String, List<String>> parameters = parameters(request);
        Optional<Refusal> refusal = access.get().checkToken(request, first(parameters, TOKEN));
        if (refusal.isPresent()) {
            HttpServerResponse response =
                    request.response().setStatusCode(refusal.get().status());
            refusal.get().headers().forEach(response::putHeader);
            response.putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end(refusal.get().reason());
        } else {
            begin(request)
                    .setStatusCode(303)
                    .putHeader("Location", upFrom(request.path()) + ReturnPath.of(first(parameters, TO)))
                    .end();
        }
    }

    private void submit(HttpServerRequest request) {
        Optional<Refusal> refusal = access.get().checkHeader(request);
        if (refusal.isPresent()) {
            JsonError.send(request.response(), refusal.get());
        } else {
            begin(request).setStatusCode(204).end();
        }
    }

    private HttpServerResponse begin(HttpServerRequest request) {
        return access.get().beginSession(request, Optional.empty(), Role.ADMIN);
    }

    /**
     * The service's root relative to a path of {@code /signin}. A browser resolves a relative address against the path
     * in its address bar, which a proxy may have shortened.
     */
    private static String upFrom(String path) {
        return path.endsWith("/") ? ".." : ".";
    }

    /** The parameters of the query; empty if it is not well-formed. */
    private static Map<String, List<String>> parameters(HttpServerRequest request) {
        try {
            String query = request.query() == null ? "" : request.query();
            return new QueryStringDecoder(query, StandardCharsets.UTF_8, false, MOST_PARAMETERS).parameters();
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }

    private static String first(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.get(name);
        return values == null ? null : values.get(0);
    }
}
