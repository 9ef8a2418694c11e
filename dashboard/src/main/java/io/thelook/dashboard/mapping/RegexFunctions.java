package io.thelook.dashboard.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.misc.OnigUtils;
import net.thisptr.jackson.jq.internal.misc.UnicodeUtils;
import org.joni.Matcher;
import org.joni.Option;
import org.joni.Region;
import org.joni.exception.JOniException;

/**
 * The two functions behind jq's {@code test}, {@code match}, {@code capture}, {@code scan}, {@code split}, {@code sub}
 * and {@code gsub}, with a time limit, which jackson-jq's versions lack. Compiled expressions are kept. Not
 * thread-safe.
 */
final class RegexFunctions {

    private static final int KEPT_PATTERNS = 32;
    private static final int LONGEST_PATTERN = 2_000;

    /** Bytes to search before the clock is read: joni looks at it only within one attempt to match. */
    private static final int STRETCH = 512;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Budget budget;
    private final Map<String, OnigUtils.Pattern> patterns = new LinkedHashMap<>(KEPT_PATTERNS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, OnigUtils.Pattern> eldest) {
            return size() > KEPT_PATTERNS;
        }
    };

    RegexFunctions(Budget budget) {
        this.budget = budget;
    }

    /** A text in which an expression is searched. */
    private final class Search {

        private final OnigUtils.Pattern pattern;
        private final byte[] text;
        private final Matcher matcher;

        Search(String text, String expression, String flags) throws JsonQueryException {
            this.pattern = pattern(expression, flags);
            this.text = text.getBytes(StandardCharsets.UTF_8);
            this.matcher = pattern.regex.matcher(this.text, 0, this.text.length, budget.nanosForACall());
        }

        /** Finds the next match that begins at a byte or after it. */
        boolean find(int from) {
            int start = from;
            while (true) {
                int end = boundary(start + STRETCH);
                int found = matcher.search(start, end, Option.NONE);
                if (found == Matcher.INTERRUPTED) {
                    throw new Budget.Exceeded("too much time in a regular expression");
                }
                budget.step();
                if (found >= 0 || end == text.length) {
                    return found >= 0;
                }
                start = end;
            }
        }

        private int boundary(int position) {
            int boundary = Math.min(position, text.length);
            while (boundary < text.length && (text[boundary] & 0xC0) == 0x80) {
                boundary++;
            }
            return boundary;
        }

        /** Where to search after the current match, which may be empty. */
        int next() {
            return matcher.getEnd() > matcher.getBegin() ? matcher.getEnd() : boundary(matcher.getEnd() + 1);
        }

        boolean atEnd(int from) {
            return from >= text.length;
        }

        String part(int begin, int end) {
            return new String(text, begin, end - begin, StandardCharsets.UTF_8);
        }
    }

    private OnigUtils.Pattern pattern(String expression, String flags) throws JsonQueryException {
        String key = flags + "/" + expression;
        OnigUtils.Pattern known = patterns.get(key);
        if (known != null) {
            return known;
        }
        if (expression.length() > LONGEST_PATTERN) {
            throw new Budget.Exceeded("a regular expression of more than " + LONGEST_PATTERN + " characters");
        }
        try {
            OnigUtils.Pattern pattern = new OnigUtils.Pattern(expression, flags);
            patterns.put(key, pattern);
            return pattern;
        } catch (JOniException e) {
            throw new JsonQueryException(expression + " is not a regular expression: " + e.getMessage());
        }
    }

    /** {@code _match_impl(expression; flags; test)}: whether there is a match, or an array of matches. */
    void match(Scope scope, List<Expression> arguments, JsonNode in, PathOutput output) throws JsonQueryException {
        String text = text(in);
        arguments.get(2).apply(scope, in, test -> arguments
                .get(1)
                .apply(scope, in, flags -> arguments.get(0).apply(scope, in, expression -> {
                    Search search = new Search(text, text(expression), flags.isNull() ? "" : text(flags));
                    output.emit(test.asBoolean() ? BooleanNode.valueOf(search.find(0)) : matches(search), null);
                })));
    }

    private ArrayNode matches(Search search) {
        ArrayNode matches = NODES.arrayNode();
        int[] characters = UnicodeUtils.UTF8CharIndex(search.text);
        int from = 0;
        while (search.find(from)) {
            matches.add(match(search, characters));
            budget.made(matches);
            from = search.next();
            if (!search.pattern.global || search.atEnd(from)) {
                break;
            }
        }
        return matches;
    }

    private static ObjectNode match(Search search, int[] characters) {
        ObjectNode match = part(search, characters, search.matcher.getBegin(), search.matcher.getEnd());
        ArrayNode captures = match.putArray("captures");
        Region region = search.matcher.getRegion();
        for (int i = 1; region != null && i < region.getNumRegs(); i++) {
            captures.add(
                    part(search, characters, region.getBeg(i), region.getEnd(i)).put("name", search.pattern.names[i]));
        }
        return match;
    }

    private static ObjectNode part(Search search, int[] characters, int begin, int end) {
        if (begin < 0) {
            return NODES.objectNode().put("offset", -1).put("length", 0).putNull("string");
        }
        return NODES.objectNode()
                .put("offset", characters[begin])
                .put("length", characters[end] - characters[begin])
                .put("string", search.part(begin, end));
    }

    /**
     * {@code _sub_impl(expression; replacement; flags)}: the text with matches replaced. A replacement gives one text.
     */
    void replace(Scope scope, List<Expression> arguments, JsonNode in, PathOutput output) throws JsonQueryException {
        String text = text(in);
        arguments.get(2).apply(scope, in, flags -> arguments.get(0).apply(scope, in, expression -> {
            Search search = new Search(text, text(expression), text(flags));
            output.emit(TextNode.valueOf(replaced(scope, search, arguments.get(1))), null);
        }));
    }

    private String replaced(Scope scope, Search search, Expression replacement) throws JsonQueryException {
        StringBuilder result = new StringBuilder();
        int copied = 0;
        int from = 0;
        while (search.find(from)) {
            result.append(search.part(copied, search.matcher.getBegin()));
            copied = search.matcher.getEnd();
            from = search.next();
            String[] last = {""};
            replacement.apply(scope, captures(search), value -> last[0] = text(value));
            result.append(last[0]);
            budget.text(result.length());
            if (!search.pattern.global || search.atEnd(from)) {
                break;
            }
        }
        return result.append(search.part(copied, search.text.length)).toString();
    }

    private static ObjectNode captures(Search search) {
        ObjectNode captures = NODES.objectNode();
        Region region = search.matcher.getRegion();
        for (int i = 1; region != null && i < region.getNumRegs(); i++) {
            if (search.pattern.names[i] != null) {
                captures.set(
                        search.pattern.names[i],
                        region.getBeg(i) < 0
                                ? NODES.nullNode()
                                : TextNode.valueOf(search.part(region.getBeg(i), region.getEnd(i))));
            }
        }
        return captures;
    }

    private static String text(JsonNode value) throws JsonQueryException {
        if (!value.isTextual()) {
            throw new JsonQueryException(
                    value.getNodeType().name().toLowerCase(Locale.ROOT) + " cannot be matched, as it is not a string");
        }
        return value.textValue();
    }
}
