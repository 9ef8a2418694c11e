package io.thelook.e2e;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The responses of services at {@code /q/metrics}, by the name of the sample. */
final class Scrape {

    private static final Pattern TYPE = Pattern.compile("# TYPE (\\w+) (\\w+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_]\\w*)(?:\\{(.*)})? \\S+.*");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern PART_OF_HISTOGRAM = Pattern.compile("(.+)_(bucket|count|sum)");

    private final Map<String, Sample> samples = new TreeMap<>();

    /**
     * The samples of a name.
     *
     * @param type such as {@code counter}; {@code unknown} for a part of a long task timer
     * @param labels with the values that they have
     * @param services that export them
     */
    record Sample(String type, Map<String, Set<String>> labels, Set<String> services) {}

    /** Adds an answer. */
    void add(String service, String answer) {
        Map<String, String> types = new HashMap<>();
        answer.lines().forEach(line -> {
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (type.matches()) {
                types.put(type.group(1), type.group(2));
            } else if (!line.startsWith("#") && sample.matches()) {
                String name = sample.group(1);
                Sample known = samples.computeIfAbsent(
                        name, any -> new Sample(type(types, name), new TreeMap<>(), new TreeSet<>()));
                known.services().add(service);
                LABEL.matcher(sample.group(2) == null ? "" : sample.group(2))
                        .results()
                        .forEach(label -> known.labels()
                                .computeIfAbsent(label.group(1), any -> new TreeSet<>())
                                .add(label.group(2)));
            }
        });
    }

    private static String type(Map<String, String> types, String name) {
        Matcher part = PART_OF_HISTOGRAM.matcher(name);
        String family = part.matches() && types.containsKey(part.group(1)) ? part.group(1) : name;
        return types.getOrDefault(family, types.getOrDefault(family.replaceAll("_total$", ""), "unknown"));
    }

    /** The samples by name, such as {@code thelook_latency_seconds_bucket}. */
    Map<String, Sample> samples() {
        return samples;
    }
}
