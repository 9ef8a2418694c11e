package io.thelook.dashboard.alert;

import io.thelook.dashboard.window.Query;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The content of a rules file.
 *
 * @param page the address of the page, for links in messages; empty for messages without a link
 * @param rules at least one, with different names
 */
public record AlertRules(Optional<URI> page, List<Rule> rules) {

    /** Copies the list. */
    public AlertRules {
        rules = List.copyOf(rules);
    }

    /** The queries of the rules about figures. */
    Set<Query> queries() {
        return rules.stream()
                .filter(rule -> !rule.condition().isAboutSilence())
                .map(Rule::query)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The webhooks that a rule uses. */
    Set<Webhook> webhooks() {
        return rules.stream().map(Rule::webhooks).flatMap(Collection::stream).collect(Collectors.toUnmodifiableSet());
    }
}
