package io.thelook.dashboard.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.dashboard.view.QueryText;
import io.thelook.service.access.Access;
import io.thelook.service.access.JsonError;
import io.thelook.service.access.Refusal;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code POST /shares} with {@code {"query": …, "hours": …, "wall": …}}: makes a link that shows one view without
 * signing in. Requires the role of an administrator. Exists only if users must sign in; otherwise the address of the
 * page is enough.
 */
@Singleton
class ShareEndpoint {

    private static final int MOST_BYTES = 16_384;
    private static final int HOURS_OF_A_DAY = 24;

    /** The characters that browsers do not change: with any others, the link would open another address. */
    private static final Pattern AS_IN_AN_ADDRESS = Pattern.compile("[A-Za-z0-9*._~%=&+:,/@!$();?-]*");

    private final SignInState state;
    private final Instance<Access> access;
    private final Instance<Shares> shares;
    private final ObjectMapper json;
    private final int mostHours;
    private final JsonBody bodies;
    private final InstantSource clock = InstantSource.system();

    ShareEndpoint(
            DashboardConfig config,
            SignInState state,
            Instance<Access> access,
            Instance<Shares> shares,
            ObjectMapper json) {
        this.state = state;
        this.access = access;
        this.shares = shares;
        this.json = json;
        this.bodies = new JsonBody(MOST_BYTES, Duration.ofSeconds(config.maxBodySeconds()));
        this.mostHours = config.maxShareDays() * HOURS_OF_A_DAY;
    }

    void register(@Observes Router router) {
        if (state.isOn()) {
            router.post("/shares").handler(this::admit);
        }
    }

    private void admit(RoutingContext context) {
        context.response().putHeader("Cache-Control", "no-store");
        Optional<Refusal> refusal = access.get().check(context.request());
        if (refusal.isPresent()) {
            context.request().resume();
            JsonError.send(context.response(), refusal.get());
            return;
        }
        bodies.read(context, body -> answer(context, body));
    }

    private void answer(RoutingContext context, byte[] body) {
        Share share;
        try {
            share = share(json.readTree(body));
        } catch (IOException e) {
            JsonError.send(context.response(), 400, "expected a JSON object with query and hours");
            return;
        } catch (IllegalArgumentException e) {
            JsonError.send(context.response(), 400, e.getMessage());
            return;
        }
        context.response()
                .setStatusCode(201)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("path", "share/" + shares.get().token(share))
                        .put("end", share.end().toEpochMilli())
                        .encode());
    }

    private Share share(JsonNode asked) {
        String query = asked.path("query").asText();
        if (!AS_IN_AN_ADDRESS.matcher(query).matches()) {
            throw new IllegalArgumentException("query: expected percent-encoded text, as in the address of the page");
        }
        QueryText.selection(query);
        if (query.length() > Shares.LONGEST_QUERY) {
            throw new IllegalArgumentException("a query of " + query.length() + " characters: expected at most "
                    + Shares.LONGEST_QUERY + " in a link that shares it");
        }
        JsonNode hours = asked.path("hours");
        if (!hours.isIntegralNumber() || hours.asLong() < 1 || hours.asLong() > mostHours) {
            throw new IllegalArgumentException(
                    "hours: expected a whole number from 1 to " + mostHours + " (MAX_SHARE_DAYS)");
        }
        Instant end = Instant.ofEpochSecond(
                clock.instant().plus(Duration.ofHours(hours.asLong())).getEpochSecond());
        return new Share(query, asked.path("wall").asBoolean(), end);
    }
}
