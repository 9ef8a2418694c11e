package io.thelook.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A query in PromQL, as far as tests look at it: which metrics and labels it names. */
final class PromQuery {

    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on|without|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
    private static final Pattern SELECTOR = Pattern.compile("\\b([a-zA-Z_:][\\w:]*)\\b(?!\\s*\\()(?:\\s*\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");
    private static final Set<String> OF_TARGETS = Set.of("instance", "job");

    /** The metrics that Prometheus itself records, with their labels. */
    private static final Map<String, Set<String>> OF_PROMETHEUS =
            Map.of("up", Set.of(), "ALERTS", Set.of("alertstate"));

    private PromQuery() {}

    /** The names in the query that no service exports; empty if there are none. */
    static List<String> faults(String query, Map<String, Scrape.Sample> exported) {
        List<String> faults = new ArrayList<>();
        Set<String> labels = new TreeSet<>(OF_TARGETS);
        String rest = GROUPING.matcher(query).replaceAll(" ").replaceAll("\\[[^]]*]", " ");
        int metrics = 0;
        for (MatchResult selector : SELECTOR.matcher(rest).results().toList()) {
            String metric = selector.group(1);
            boolean isInString = STRING.matcher(rest)
                    .results()
                    .anyMatch(string -> string.start() < selector.start() && selector.start() < string.end());
            if (WORDS.contains(metric) || isInString) {
                continue;
            }
            metrics++;
            if (OF_PROMETHEUS.containsKey(metric)) {
                labels.addAll(OF_PROMETHEUS.get(metric));
            } else if (exported.containsKey(metric)) {
                labels.addAll(exported.get(metric).labels().keySet());
                faults.addAll(
                        faults(metric, selector.group(2), exported.get(metric).labels()));
            } else {
                faults.add(metric + " is not exported");
            }
        }
        if (metrics == 0) {
            faults.add("names no metric");
        }
        GROUPING.matcher(query).results().forEach(grouping -> {
            for (String label : grouping.group(1).split(",")) {
                if (!labels.contains(label.strip())) {
                    faults.add("no metric has the label " + label.strip());
                }
            }
        });
        return faults;
    }

    private static List<String> faults(String metric, String matchers, Map<String, Set<String>> labels) {
        return MATCHER.matcher(matchers == null ? "" : matchers)
                .results()
                .filter(matcher -> !OF_TARGETS.contains(matcher.group(1)))
                .filter(matcher -> !labels.containsKey(matcher.group(1))
                        || matcher.group(2).matches("=|!=")
                                && !labels.get(matcher.group(1)).contains(matcher.group(3)))
                .map(matcher -> metric + " has no " + matcher.group())
                .toList();
    }
}
