package io.thelook.dashboard.alert;

import io.thelook.dashboard.engine.Engine;
import io.thelook.dashboard.engine.Subscription;
import io.thelook.dashboard.engine.SubscriptionListener;
import io.thelook.dashboard.view.Figures;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Selection;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The subscription to the query of a rule, as a viewer without a socket has. If the engine refuses the query, {@link
 * #retry} asks again. Thread-safe, except {@link #figures}.
 */
final class RuleView implements SubscriptionListener {

    /** The address that the views of rules count towards. */
    private static final String ADDRESS = "alerts";

    private static final Logger LOG = Logger.getLogger(RuleView.class);

    private final Query query;
    private final Subscription subscription;
    private volatile String refusal = "";

    RuleView(Query query, Engine engine) {
        this.query = query;
        this.subscription = engine.subscription(ADDRESS, this);
    }

    Query query() {
        return query;
    }

    /** Subscribes. Call it once. */
    void open() {
        subscription.change(query);
    }

    /** Subscribes again if the engine has refused the query. */
    void retry() {
        if (!refusal.isEmpty()) {
            subscription.changeIfNone(query);
        }
    }

    /** The figures that viewers of the query last received. Call it on the engine's thread. */
    Optional<Figures> figures() {
        return subscription.figures();
    }

    @Override
    public void subscribed(Selection to, String json) {
        refusal = "";
    }

    @Override
    public void replayed(String json) {
        // Rules replay nothing.
    }

    @Override
    public void refused(String reason) {
        if (refusal.isEmpty()) {
            LOG.warnf("a rule cannot be evaluated yet; retrying: %s", reason);
        }
        refusal = reason;
    }
}
