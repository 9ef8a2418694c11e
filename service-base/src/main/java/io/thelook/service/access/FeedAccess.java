package io.thelook.service.access;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.thelook.service.http.TrustedProxies;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Admits to a feed those who have its token, if there is one: 401 without it, 429 after too many wrong ones. A token is
 * in the header {@code Authorization}, not in the address, which logs would show.
 */
@Singleton
public class FeedAccess {

    /** Runs after the filter that refuses pages of other sites, and before all others. */
    private static final int PRIORITY = OriginCheck.PRIORITY - 1;

    private static final String ADVICE = "expected the header Authorization: Bearer <FEED_TOKEN>";

    private final Rule rule;
    private final Optional<TokenCheck> tokens;
    private final LongAdder refused = new LongAdder();

    /**
     * Who is admitted.
     *
     * @param token of the feed; empty if everybody is admitted
     * @param proxies that say for whom they ask
     * @param paths of the feed
     * @param nanoTime as {@link System#nanoTime}
     */
    public record Rule(Optional<BearerToken> token, TrustedProxies proxies, List<String> paths, LongSupplier nanoTime) {

        boolean concerns(String path) {
            return paths.stream().anyMatch(each -> path.equals(each) || path.startsWith(each + "/"));
        }
    }

    FeedAccess(Rule rule) {
        this.rule = rule;
        this.tokens = rule.token().map(token -> new TokenCheck(Optional.of(token.value()), rule.nanoTime()));
    }

    void register(@Observes Filters filters) {
        if (tokens.isPresent()) {
            filters.register(this::check, PRIORITY);
        }
    }

    void check(RoutingContext context) {
        if (!rule.concerns(context.normalizedPath())) {
            context.next();
            return;
        }
        TokenCheck.Outcome outcome = tokens.orElseThrow()
                .header(
                        context.request().getHeader("Authorization"),
                        rule.proxies().network(context.request()));
        Refusal.of(outcome, () -> ADVICE)
                .ifPresentOrElse(
                        refusal -> {
                            refused.increment();
                            context.request().resume();
                            JsonError.send(context.response(), refusal);
                        },
                        context::next);
    }

    /** The number of requests refused. */
    long refused() {
        return refused.sum();
    }

    @Produces
    @Singleton
    static MeterBinder feedAccessMetric(FeedAccess access) {
        return registry -> {
            if (access.tokens.isPresent()) {
                FunctionCounter.builder("thelook.access.refused", access, FeedAccess::refused)
                        .tag("reason", "feed-token")
                        .description("Requests refused because they were not permitted")
                        .register(registry);
            }
        };
    }
}
