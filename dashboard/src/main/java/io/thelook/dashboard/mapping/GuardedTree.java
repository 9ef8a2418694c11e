package io.thelook.dashboard.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.misc.Pair;
import net.thisptr.jackson.jq.internal.operators.BinaryOperator;
import net.thisptr.jackson.jq.internal.tree.ArrayConstruction;
import net.thisptr.jackson.jq.internal.tree.AssignPipeComponent;
import net.thisptr.jackson.jq.internal.tree.BreakExpression;
import net.thisptr.jackson.jq.internal.tree.Conditional;
import net.thisptr.jackson.jq.internal.tree.FieldConstruction;
import net.thisptr.jackson.jq.internal.tree.ForeachExpression;
import net.thisptr.jackson.jq.internal.tree.FormattingFilter;
import net.thisptr.jackson.jq.internal.tree.FunctionCall;
import net.thisptr.jackson.jq.internal.tree.FunctionDefinition;
import net.thisptr.jackson.jq.internal.tree.IdentifierKeyFieldConstruction;
import net.thisptr.jackson.jq.internal.tree.JsonQueryKeyFieldConstruction;
import net.thisptr.jackson.jq.internal.tree.LabelPipeComponent;
import net.thisptr.jackson.jq.internal.tree.NegativeExpression;
import net.thisptr.jackson.jq.internal.tree.ObjectConstruction;
import net.thisptr.jackson.jq.internal.tree.PipeComponent;
import net.thisptr.jackson.jq.internal.tree.PipedQuery;
import net.thisptr.jackson.jq.internal.tree.RecursionOperator;
import net.thisptr.jackson.jq.internal.tree.ReduceExpression;
import net.thisptr.jackson.jq.internal.tree.SemicolonOperator;
import net.thisptr.jackson.jq.internal.tree.StringInterpolation;
import net.thisptr.jackson.jq.internal.tree.StringKeyFieldConstruction;
import net.thisptr.jackson.jq.internal.tree.ThisObject;
import net.thisptr.jackson.jq.internal.tree.TopLevelExpression;
import net.thisptr.jackson.jq.internal.tree.TransformPipeComponent;
import net.thisptr.jackson.jq.internal.tree.TryCatch;
import net.thisptr.jackson.jq.internal.tree.Tuple;
import net.thisptr.jackson.jq.internal.tree.VariableAccess;
import net.thisptr.jackson.jq.internal.tree.VariableKeyFieldConstruction;
import net.thisptr.jackson.jq.internal.tree.binaryop.AlternativeOperatorExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.BinaryOperatorExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.BooleanAndExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.BooleanOrExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.SimpleBinaryOperatorExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.Assignment;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.ComplexAlternativeAssignment;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.ComplexAssignment;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.UpdateAssignment;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.BracketExtractFieldAccess;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.BracketFieldAccess;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.IdentifierFieldAccess;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.StringFieldAccess;
import net.thisptr.jackson.jq.internal.tree.literal.LongLiteral;
import net.thisptr.jackson.jq.internal.tree.literal.ValueLiteral;
import net.thisptr.jackson.jq.internal.tree.matcher.PatternMatcher;
import net.thisptr.jackson.jq.internal.tree.matcher.matchers.ArrayMatcher;
import net.thisptr.jackson.jq.internal.tree.matcher.matchers.ObjectMatcher;
import net.thisptr.jackson.jq.internal.tree.matcher.matchers.ValueMatcher;
import net.thisptr.jackson.jq.path.Path;

/**
 * Rebuilds the syntax tree of a program with a {@link Guard} around each node, except literals, variables, {@code .}
 * and names in them, which give one value that exists. Replaces operators by those of {@link Arithmetic}. Collects the
 * functions and variables that the program uses and defines.
 */
final class GuardedTree {

    /** An index beyond this would make an array of as many nulls. */
    private static final int HIGHEST_INDEX = Budget.MOST_ELEMENTS;

    private static final int LONGEST_SEQUENCE = 10;

    private final Budget budget;
    private final Arithmetic arithmetic;
    private final Set<String> calls = new LinkedHashSet<>();
    private final Set<String> functions = new HashSet<>();
    private final Set<String> reads = new LinkedHashSet<>();
    private final Set<String> variables = new HashSet<>(Set.of("__loc__"));

    GuardedTree(Budget budget) {
        this.budget = budget;
        this.arithmetic = new Arithmetic(budget);
    }

    /** The functions that the program calls and does not define, such as {@code map/1}. */
    Set<String> undefinedFunctions() {
        Set<String> undefined = new LinkedHashSet<>(calls);
        undefined.removeAll(functions);
        return undefined;
    }

    /** The variables that the program reads and never sets, without the dollar sign. */
    Set<String> undefinedVariables() {
        Set<String> undefined = new LinkedHashSet<>(reads);
        undefined.removeAll(variables);
        return undefined;
    }

    /**
     * A tree that does what the given one does, within the budget.
     *
     * @param tree fresh from the parser; null for an optional part
     * @throws IllegalArgumentException if it has a node that is not allowed
     */
    Expression guard(Expression tree) {
        if (tree == null || tree instanceof ThisObject || tree instanceof ValueLiteral) {
            return tree;
        }
        if (tree instanceof VariableAccess) {
            NodeFields fields = new NodeFields(tree);
            refuseModule(fields);
            reads.add(fields.text("name"));
            return tree;
        }
        if (tree instanceof IdentifierFieldAccess && isPath(tree)) {
            return new Step(tree, budget);
        }
        return new Guard(rebuild(tree), budget);
    }

    /**
     * Whether the tree is a path of names such as {@code .a.b} or {@code $x.a}, which gives one value that exists, or
     * none.
     */
    private boolean isPath(Expression tree) {
        if (tree instanceof IdentifierFieldAccess) {
            return isPath(new NodeFields(tree).expression("target"));
        }
        return !(guard(tree) instanceof Guard) && !(tree instanceof ValueLiteral);
    }

    private Expression rebuild(Expression tree) {
        NodeFields fields = new NodeFields(tree);
        if (tree instanceof IdentifierFieldAccess) {
            return new IdentifierFieldAccess(target(fields), fields.text("field"), fields.flag("permissive"));
        }
        if (tree instanceof FunctionCall) {
            return call(fields);
        }
        if (tree instanceof PipedQuery) {
            return new PipedQuery(fields.<PipeComponent>list("components").stream()
                    .map(this::component)
                    .toList());
        }
        if (tree instanceof ObjectConstruction object) {
            ObjectConstruction guarded = new ObjectConstruction();
            object.fields.forEach(field -> guarded.add(field(field)));
            return guarded;
        }
        if (tree instanceof ArrayConstruction array) {
            return array.q == null ? array : new Collection(guard(array.q), budget);
        }
        if (tree instanceof Tuple tuple) {
            return new Tuple(all(tuple.qs));
        }
        if (tree instanceof SemicolonOperator) {
            return new SemicolonOperator(all(fields.list("qs")));
        }
        if (tree instanceof BinaryOperatorExpression) {
            return binary(tree, fields);
        }
        if (tree instanceof NegativeExpression) {
            return new Simple(new LongLiteral(0), guard(fields.expression("value")), arithmetic.operator("-"));
        }
        if (tree instanceof FunctionDefinition) {
            return definition(fields);
        }
        if (tree instanceof TryCatch.Question) {
            return new TryCatch.Question(guard(fields.expression("tryExpr")));
        }
        if (tree instanceof TryCatch) {
            return new TryCatch(guard(fields.expression("tryExpr")), guard(fields.expression("catchExpr")));
        }
        if (tree instanceof Conditional) {
            List<Pair<Expression, Expression>> switches = new ArrayList<>();
            for (Pair<Expression, Expression> branch : fields.<Pair<Expression, Expression>>list("switches")) {
                switches.add(Pair.of(guard(branch._1), guard(branch._2)));
            }
            return new Conditional(switches, guard(fields.expression("otherwise")));
        }
        if (tree instanceof ReduceExpression) {
            return new ReduceExpression(
                    pattern(fields.pattern("matcher")),
                    guard(fields.expression("initExpr")),
                    counted(fields.expression("reduceExpr")),
                    guard(fields.expression("iterExpr")));
        }
        if (tree instanceof ForeachExpression) {
            return new ForeachExpression(
                    pattern(fields.pattern("matcher")),
                    guard(fields.expression("initExpr")),
                    counted(fields.expression("updateExpr")),
                    guard(fields.expression("extractExpr")),
                    guard(fields.expression("iterExpr")));
        }
        if (tree instanceof StringInterpolation) {
            return interpolation(fields);
        }
        return access(tree, fields);
    }

    private Expression access(Expression tree, NodeFields fields) {
        if (tree instanceof BracketExtractFieldAccess) {
            return new BracketExtractFieldAccess(target(fields), fields.flag("permissive"));
        }
        if (tree instanceof BracketFieldAccess) {
            Expression start = index(fields.expression("startExpr"));
            return fields.flag("isRange")
                    ? new BracketFieldAccess(
                            target(fields), start, index(fields.expression("endExpr")), fields.flag("permissive"))
                    : new BracketFieldAccess(target(fields), start, fields.flag("permissive"));
        }
        if (tree instanceof StringFieldAccess) {
            return new StringFieldAccess(target(fields), guard(fields.expression("field")), fields.flag("permissive"));
        }
        if (tree instanceof RecursionOperator || tree instanceof BreakExpression || tree instanceof FormattingFilter) {
            return tree;
        }
        if (tree instanceof TopLevelExpression) {
            throw new IllegalArgumentException("import, include and module are not available in a mapping");
        }
        throw new IllegalArgumentException(tree.getClass().getSimpleName() + " is not available in a mapping");
    }

    private Expression target(NodeFields fields) {
        return guard(fields.expression("target"));
    }

    private List<Expression> all(List<Expression> trees) {
        return trees.stream().map(this::guard).toList();
    }

    /** A guard even around a literal: the body of a loop must count. */
    private Expression counted(Expression tree) {
        Expression guarded = guard(tree);
        return guarded instanceof Guard ? guarded : new Guard(guarded, budget);
    }

    private Expression call(NodeFields fields) {
        refuseModule(fields);
        String name = fields.text("name");
        List<Expression> arguments = all(fields.list("args"));
        calls.add(name + "/" + arguments.size());
        Version version = (Version) fields.get("version");
        return new Call(name, arguments, version, new FunctionCall(null, name, arguments, version));
    }

    /** Notes the names by which a function defined elsewhere knows its arguments. */
    void declare(List<String> parameters) {
        parameters.forEach(parameter -> functions.add(parameter + "/0"));
    }

    private Expression definition(NodeFields fields) {
        List<String> parameters = fields.list("args");
        String name = fields.text("fname");
        functions.add(name + "/" + parameters.size());
        for (String parameter : parameters) {
            if (parameter.startsWith("$")) {
                variables.add(parameter.substring(1));
            } else {
                functions.add(parameter + "/0");
            }
        }
        return new FunctionDefinition(name, parameters, guard(fields.expression("body")));
    }

    private static void refuseModule(NodeFields fields) {
        if (fields.text("moduleName") != null) {
            throw new IllegalArgumentException(fields.text("moduleName") + "::" + fields.text("name")
                    + ": modules are not available in a mapping");
        }
    }

    private PipeComponent component(PipeComponent component) {
        if (component instanceof AssignPipeComponent assign) {
            return new AssignPipeComponent(guard(assign.expr), pattern(assign.matcher));
        }
        if (component instanceof TransformPipeComponent transform) {
            return new TransformPipeComponent(guard(transform.expr));
        }
        if (component instanceof LabelPipeComponent) {
            return component;
        }
        throw new IllegalArgumentException(component.getClass().getSimpleName() + " is not available in a mapping");
    }

    private FieldConstruction field(FieldConstruction field) {
        if (field instanceof IdentifierKeyFieldConstruction identifier) {
            return new IdentifierKeyFieldConstruction(identifier.key, guard(identifier.value));
        }
        if (field instanceof StringKeyFieldConstruction string) {
            return new StringKeyFieldConstruction(guard(string.key), guard(string.value));
        }
        NodeFields fields = new NodeFields(field);
        if (field instanceof JsonQueryKeyFieldConstruction) {
            return new JsonQueryKeyFieldConstruction(
                    guard(fields.expression("key")), guard(fields.expression("value")));
        }
        if (field instanceof VariableKeyFieldConstruction) {
            reads.add(fields.text("name"));
            return field;
        }
        throw new IllegalArgumentException(field.getClass().getSimpleName() + " is not available in a mapping");
    }

    private PatternMatcher pattern(PatternMatcher pattern) {
        NodeFields fields = new NodeFields(pattern);
        if (pattern instanceof ValueMatcher) {
            variables.add(fields.text("name"));
            return pattern;
        }
        if (pattern instanceof ArrayMatcher) {
            return new ArrayMatcher(fields.<PatternMatcher>list("matchers").stream()
                    .map(this::pattern)
                    .toList());
        }
        if (pattern instanceof ObjectMatcher) {
            return new ObjectMatcher(fields.<ObjectMatcher.FieldMatcher>list("matchers").stream()
                    .map(this::fieldPattern)
                    .toList());
        }
        throw new IllegalArgumentException(pattern.getClass().getSimpleName() + " is not available in a mapping");
    }

    private ObjectMatcher.FieldMatcher fieldPattern(ObjectMatcher.FieldMatcher field) {
        NodeFields fields = new NodeFields(field);
        boolean dollar = fields.flag("dollar");
        Expression name = guard(fields.expression("name"));
        if (dollar) {
            variables.add(((ValueLiteral) name).value().asText());
        }
        PatternMatcher inner = fields.pattern("matcher");
        return new ObjectMatcher.FieldMatcher(dollar, name, inner == null ? null : pattern(inner));
    }

    private Expression interpolation(NodeFields fields) {
        List<Pair<Integer, Expression>> parts = new ArrayList<>();
        for (Pair<Integer, Expression> part : fields.<Pair<Integer, Expression>>list("interpolations")) {
            parts.add(Pair.of(part._1, checked(part._2, this::weighed)));
        }
        return new StringInterpolation(fields.text("template"), parts, guard(fields.expression("formatter")));
    }

    /** A value that is written into a text. */
    private void weighed(JsonNode value) {
        budget.made(value);
        budget.weigh(value);
    }

    private Expression index(Expression tree) {
        return tree == null ? null : checked(tree, GuardedTree::checkIndex);
    }

    /** Refuses an index that would make a huge array, and the search for a long sequence. */
    static void checkIndex(JsonNode index) {
        if (index.isNumber() && Math.abs(index.asDouble()) > HIGHEST_INDEX) {
            throw new Budget.Exceeded("an index beyond " + HIGHEST_INDEX);
        }
        if (index.isArray() && index.size() > LONGEST_SEQUENCE) {
            throw new Budget.Exceeded("an index of more than " + LONGEST_SEQUENCE + " elements");
        }
    }

    private Expression checked(Expression tree, Consumer<JsonNode> check) {
        Expression guarded = guard(tree);
        return (scope, in, path, output, requirePath) -> guarded.apply(
                scope,
                in,
                path,
                (value, valuePath) -> {
                    check.accept(value);
                    output.emit(value, valuePath);
                },
                requirePath);
    }

    private Expression binary(Expression tree, NodeFields fields) {
        Expression left = guard(fields.expression("lhs"));
        Expression right = guard(fields.expression("rhs"));
        if (tree instanceof AlternativeOperatorExpression) {
            return new AlternativeOperatorExpression(left, right);
        }
        if (tree instanceof BooleanAndExpression) {
            return new BooleanAndExpression(left, right);
        }
        if (tree instanceof BooleanOrExpression) {
            return new BooleanOrExpression(left, right);
        }
        if (tree instanceof UpdateAssignment) {
            return new UpdateAssignment(left, right, (Version) fields.get("version"));
        }
        if (tree instanceof ComplexAlternativeAssignment) {
            return new ComplexAssignment(left, right, arithmetic.operator("//"));
        }
        if (tree instanceof Assignment) {
            return new ComplexAssignment(left, right, arithmetic.operator("="));
        }
        BinaryOperator operator = arithmetic.operator(((BinaryOperator) fields.get("operator")).image());
        if (tree instanceof ComplexAssignment) {
            return new ComplexAssignment(left, right, operator);
        }
        if (tree instanceof SimpleBinaryOperatorExpression) {
            return new Simple(left, right, operator);
        }
        throw new IllegalArgumentException(tree.getClass().getSimpleName() + " is not available in a mapping");
    }

    /** A call that looks a function of the library up once. Scopes look it up by name at every call. */
    private final class Call implements Expression {

        private final String name;
        private final List<Expression> arguments;
        private final Version version;
        private final FunctionCall byName;
        private Function function;
        private boolean decided;

        Call(String name, List<Expression> arguments, Version version, FunctionCall byName) {
            this.name = name;
            this.arguments = arguments;
            this.version = version;
            this.byName = byName;
        }

        @Override
        public void apply(Scope scope, JsonNode in, Path path, PathOutput output, boolean requirePath)
                throws JsonQueryException {
            if (!decided) {
                decided = true;
                boolean own = functions.contains(name + "/" + arguments.size());
                function = own ? null : scope.getFunction(name, arguments.size());
            }
            if (function == null) {
                byName.apply(scope, in, path, output, requirePath);
            } else {
                function.apply(scope, arguments, in, path, output, version);
            }
        }
    }

    /** A node that counts when it is evaluated. What it gives exists already. */
    private record Step(Expression node, Budget budget) implements Expression {
        @Override
        public void apply(Scope scope, JsonNode in, Path path, PathOutput output, boolean requirePath)
                throws JsonQueryException {
            budget.step();
            node.apply(scope, in, path, output, requirePath);
        }
    }

    /** A node {@code [...]} that stops when the array is full. */
    private record Collection(Expression elements, Budget budget) implements Expression {
        @Override
        public void apply(Scope scope, JsonNode in, Path path, PathOutput output, boolean requirePath)
                throws JsonQueryException {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            elements.apply(scope, in, value -> {
                array.add(value);
                budget.elements(array.size());
            });
            output.emit(array, null);
        }
    }

    /** A node for an operator. */
    private static final class Simple extends SimpleBinaryOperatorExpression {
        Simple(Expression left, Expression right, BinaryOperator operator) {
            super(left, right, operator);
        }
    }
}
