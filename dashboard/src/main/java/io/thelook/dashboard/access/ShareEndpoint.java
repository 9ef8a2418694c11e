package io.thelook.dashboard.access;

import io.thelook.dashboard.DashboardConfig;
import io.thelook.dashboard.view.QueryText;
import io.thelook.service.access.Access;
import io.thelook.service.access.JsonError;
import io.thelook.service.access.Refusal;
import io.thelook.service.http.StrictJson;
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
    private final int mostHours;
    private final JsonBody bodies;
    private final InstantSource clock = InstantSource.system();

    ShareEndpoint(DashboardConfig config, SignInState state, Instance<Access> access, Instance<Shares> shares) {
        this.state = state;
        this.access = access;
        this.shares = shares;
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
            share = share(read(body));
        } catch (IllegalArgumentException e) {
            JsonError.send(context.response(), 400, e.getMessage());
            return;
        }
        context.response().setStatusCode(201);
        context.json(
                new ShareLink("share/" + shares.get().token(share), share.end().toEpochMilli()));
    }

    private ShareRequest read(byte[] body) {
        try {
            ShareRequest request = StrictJson.mapper().readValue(body, ShareRequest.class);
            if (request != null) {
                return request;
            }
        } catch (IOException e) {
            Optional<String> field = StrictJson.field(e);
            if (field.isPresent()) {
                throw refused(field.get());
            }
        }
        throw new IllegalArgumentException("expected a JSON object with query and hours");
    }

    private Share share(ShareRequest asked) {
        String query = asked.query();
        if (!AS_IN_AN_ADDRESS.matcher(query).matches()) {
            throw refused("query");
        }
        QueryText.selection(query);
        if (query.length() > Shares.LONGEST_QUERY) {
            throw new IllegalArgumentException("a query of " + query.length() + " characters: expected at most "
                    + Shares.LONGEST_QUERY + " in a link that shares it");
        }
        if (asked.hours() == null || asked.hours() < 1 || asked.hours() > mostHours) {
            throw refused("hours");
        }
        Instant end = Instant.ofEpochSecond(
                clock.instant().plus(Duration.ofHours(asked.hours())).getEpochSecond());
        return new Share(query, asked.wall(), end);
    }

    private IllegalArgumentException refused(String field) {
        return new IllegalArgumentException(
                switch (field) {
                    case "query" -> "query: expected percent-encoded text, as in the address of the page";
                    case "hours" -> "hours: expected a whole number from 1 to " + mostHours + " (MAX_SHARE_DAYS)";
                    case "wall" -> "wall: expected true or false";
                    default -> throw new IllegalStateException(field);
                });
    }
}
