package io.thelook.service.access;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.thelook.service.http.TrustedProxies;
import io.thelook.service.start.SecretText;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Requires a token for some paths, such as those of the feed, if one is configured: 401 without it, 429 after too many
 * wrong ones. A token is in the header {@code Authorization}, not in the address, which logs would show. A request that
 * was admitted before ({@link #admit}), because of a session, needs none.
 */
@Singleton
public class TokenGuard {

    /** Runs after the filters that refuse pages of other sites and users who have not signed in. */
    private static final int PRIORITY = OriginCheck.PRIORITY - 2;

    private static final String ADMITTED = TokenGuard.class.getName();

    private final TrustedProxies proxies;
    private final List<Guard> guards;

    /**
     * The paths of one token.
     *
     * @param variable the name of the setting with the token, such as {@code FEED_TOKEN}
     * @param token of the paths; empty if none is required
     * @param paths each with the paths below it
     */
    public record Guarded(String variable, Optional<SecretText> token, List<String> paths) {}

    /**
     * The paths and their tokens.
     *
     * @param proxies whose forwarding headers are trusted
     * @param nanoTime as {@link System#nanoTime}
     * @param guarded the paths, none of them twice
     */
    public record Rule(TrustedProxies proxies, LongSupplier nanoTime, List<Guarded> guarded) {}

    TokenGuard(Rule rule) {
        this.proxies = rule.proxies();
        this.guards = rule.guarded().stream()
                .flatMap(guarded -> guarded.token().stream().map(token -> new Guard(guarded, token, rule.nanoTime())))
                .toList();
    }

    void register(@Observes Filters filters) {
        if (!guards.isEmpty()) {
            filters.register(this::check, PRIORITY);
        }
    }

    /** Admits a request without a token. Call it before this filter runs. */
    public static void admit(RoutingContext context) {
        context.put(ADMITTED, true);
    }

    /** Whether a path has its own token. */
    public boolean guards(String path) {
        return guards.stream().anyMatch(guard -> guard.concerns(path));
    }

    void check(RoutingContext context) {
        Optional<Refusal> refusal = context.get(ADMITTED) != null
                ? Optional.empty()
                : guards.stream()
                        .filter(guard -> guard.concerns(context.normalizedPath()))
                        .findFirst()
                        .flatMap(guard -> guard.check(context));
        refusal.ifPresentOrElse(
                each -> {
                    context.request().resume();
                    JsonError.send(context.response(), each);
                },
                context::next);
    }

    /** The check of one token. */
    private final class Guard {

        private final Guarded guarded;
        private final TokenCheck tokens;
        private final LongAdder refused = new LongAdder();

        private Guard(Guarded guarded, SecretText token, LongSupplier nanoTime) {
            this.guarded = guarded;
            this.tokens = new TokenCheck(Optional.of(token), nanoTime);
        }

        private boolean concerns(String path) {
            return guarded.paths().stream().anyMatch(each -> path.equals(each) || path.startsWith(each + "/"));
        }

        private Optional<Refusal> check(RoutingContext context) {
            TokenCheck.Outcome outcome =
                    tokens.header(context.request().getHeader("Authorization"), proxies.network(context.request()));
            Optional<Refusal> refusal =
                    Refusal.of(outcome, () -> "expected the header Authorization: Bearer <" + guarded.variable() + ">");
            refusal.ifPresent(each -> refused.increment());
            return refusal;
        }
    }

    @Produces
    @Singleton
    static MeterBinder tokenMetric(TokenGuard access) {
        return registry -> access.guards.forEach(guard -> FunctionCounter.builder(
                        "thelook.access.refused", guard.refused, LongAdder::sum)
                .tag("reason", guard.guarded.variable().toLowerCase(Locale.ROOT).replace('_', '-'))
                .description("Requests refused because they were not permitted")
                .register(registry));
    }
}
