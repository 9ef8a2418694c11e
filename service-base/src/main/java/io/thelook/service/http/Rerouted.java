package io.thelook.service.http;

import io.vertx.ext.web.RoutingContext;

/** Requests that are answered under another path. They pass all filters again, but must not count twice. */
public final class Rerouted {

    private static final String KEY = Rerouted.class.getName();

    private Rerouted() {}

    /**
     * Answers a request under another path.
     *
     * @param address the path and, after a question mark, the query
     */
    public static void to(RoutingContext context, String address) {
        context.put(KEY, true);
        context.reroute(address);
    }

    /** Whether a request has passed the filters before. */
    static boolean is(RoutingContext context) {
        return context.get(KEY) != null;
    }
}
