package io.thelook.service.status;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of a service at one moment. Immutable.
 *
 * @param service the name of the service
 * @param problems the problems, in sentences; empty if there are none
 * @param sections with the facts
 */
public record StatusReport(String service, List<String> problems, List<Section> sections) {

    /** Copies the lists. */
    public StatusReport {
        problems = List.copyOf(problems);
        sections = List.copyOf(sections);
    }

    /** The report in JSON: an object for each section, with the values of its facts. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("service", service);
        map.put("problems", problems);
        for (Section section : sections) {
            Map<String, Object> values = new LinkedHashMap<>();
            section.facts().forEach(fact -> values.put(fact.name(), fact.value()));
            map.put(section.name(), values);
        }
        return map;
    }
}
