package io.thelook.dashboard.mapping;

import java.util.stream.Stream;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.internal.tree.literal.ValueLiteral;
import net.thisptr.jackson.jq.internal.tree.matcher.PatternMatcher;
import net.thisptr.jackson.jq.internal.tree.matcher.matchers.ArrayMatcher;
import net.thisptr.jackson.jq.internal.tree.matcher.matchers.ObjectMatcher;
import net.thisptr.jackson.jq.internal.tree.matcher.matchers.ValueMatcher;

/** Rebuilds the patterns of a program, such as {@code [$a, {b: $c}]}, which set variables. */
final class GuardedPatterns {

    private final GuardedTree tree;
    private final Names names;

    /**
     * @param tree guards the expressions in patterns
     * @param names learns which variables are set
     */
    GuardedPatterns(GuardedTree tree, Names names) {
        this.tree = tree;
        this.names = names;
    }

    /**
     * A pattern that is equivalent to the given one.
     *
     * @throws IllegalArgumentException if it has a node that is not allowed
     */
    PatternMatcher guard(PatternMatcher pattern) {
        NodeFields fields = new NodeFields(pattern);
        if (pattern instanceof ValueMatcher) {
            names.set(fields.text("name"));
            return pattern;
        }
        if (pattern instanceof ArrayMatcher) {
            return new ArrayMatcher(fields.<PatternMatcher>list("matchers").stream()
                    .map(this::guard)
                    .toList());
        }
        if (pattern instanceof ObjectMatcher) {
            return new ObjectMatcher(fields.<ObjectMatcher.FieldMatcher>list("matchers").stream()
                    .flatMap(this::fields)
                    .toList());
        }
        throw GuardedTree.unknown(pattern);
    }

    /**
     * The fields that are equivalent to the given one. {@code {$a}} becomes {@code {a: $a}}, and {@code {$a: [$b]}}
     * becomes {@code {a: $a, a: [$b]}}: jackson-jq sets the {@code $a} of a missing field to Java's null, which its
     * operators cannot handle, but the variable of a pattern to jq's.
     */
    private Stream<ObjectMatcher.FieldMatcher> fields(ObjectMatcher.FieldMatcher field) {
        NodeFields fields = new NodeFields(field);
        Expression name = tree.guard(fields.expression("name"));
        Stream.Builder<PatternMatcher> patterns = Stream.builder();
        if (fields.flag("dollar")) {
            patterns.add(guard(new ValueMatcher(((ValueLiteral) name).value().asText())));
        }
        PatternMatcher inner = fields.pattern("matcher");
        if (inner != null) {
            patterns.add(guard(inner));
        }
        return patterns.build().map(pattern -> new ObjectMatcher.FieldMatcher(false, name, pattern));
    }
}
