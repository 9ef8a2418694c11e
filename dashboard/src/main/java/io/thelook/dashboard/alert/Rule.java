package io.thelook.dashboard.alert;

import io.thelook.dashboard.view.Figures;
import io.thelook.dashboard.window.Query;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A rule: the condition of an alert, and its receivers.
 *
 * @param name unique among the rules, in one line
 * @param queryText the query in the rules file, which is also used in links to the page
 * @param query the window and the filter of the figure
 * @param hold how long the condition must last before the alert fires, and the recovery before it recovers
 * @param repeat the interval of further messages while the alert fires; empty for none
 * @param webhooks that receive the messages, at least one
 */
record Rule(
        String name,
        String queryText,
        Query query,
        Condition condition,
        Duration hold,
        Optional<Duration> repeat,
        List<Webhook> webhooks) {

    /** Copies the list. */
    Rule {
        webhooks = List.copyOf(webhooks);
    }

    /** The value of its figure; empty if it is not known. */
    Optional<BigDecimal> value(Figures figures) {
        return condition.figure().of(figures.metrics());
    }
}
