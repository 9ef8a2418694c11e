package io.thelook.dashboard.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.internal.misc.Pair;
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
import net.thisptr.jackson.jq.internal.tree.binaryop.BinaryOperatorExpression;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.BracketExtractFieldAccess;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.BracketFieldAccess;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.IdentifierFieldAccess;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.StringFieldAccess;
import net.thisptr.jackson.jq.internal.tree.literal.ValueLiteral;

/**
 * Rebuilds the syntax tree of a program with a {@link Guard} around each node, except literals, variables, {@code .}
 * and names in them, which give one value that exists. Replaces operators by those of {@link Arithmetic}. Collects the
 * {@link Names} of functions and variables.
 */
final class GuardedTree {

    private final Budget budget;
    private final Names names = new Names();
    private final GuardedPatterns patterns = new GuardedPatterns(this, names);
    private final GuardedOperators operators;

    GuardedTree(Budget budget) {
        this.budget = budget;
        this.operators = new GuardedOperators(this, budget);
    }

    /** The names in the trees that have been guarded. */
    Names names() {
        return names;
    }

    /**
     * A tree that is equivalent to the given one, within the budget.
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
            names.read(fields.text("name"));
            return tree;
        }
        if (tree instanceof IdentifierFieldAccess) {
            Expression start = start(tree);
            if (start instanceof ThisObject || start instanceof VariableAccess) {
                guard(start);
                return new Step(tree, budget);
            }
        }
        return new Guard(rebuild(tree), budget);
    }

    /**
     * The node where names such as {@code .a.b} start. From {@code .} or {@code $x}, they give one value that exists.
     */
    private static Expression start(Expression names) {
        Expression start = names;
        while (start instanceof IdentifierFieldAccess) {
            start = new NodeFields(start).expression("target");
        }
        return start;
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
            return array.q == null ? array : new BoundedArray(guard(array.q), budget);
        }
        if (tree instanceof Tuple tuple) {
            return new Tuple(all(tuple.qs));
        }
        if (tree instanceof SemicolonOperator) {
            return new SemicolonOperator(all(fields.list("qs")));
        }
        if (tree instanceof BinaryOperatorExpression) {
            return operators.binary(tree, fields);
        }
        if (tree instanceof NegativeExpression) {
            return operators.negative(fields);
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
                    patterns.guard(fields.pattern("matcher")),
                    guard(fields.expression("initExpr")),
                    counted(fields.expression("reduceExpr")),
                    guard(fields.expression("iterExpr")));
        }
        if (tree instanceof ForeachExpression) {
            return new ForeachExpression(
                    patterns.guard(fields.pattern("matcher")),
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
        throw unknown(tree);
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
        names.call(name, arguments.size());
        return new Call(name, arguments, (Version) fields.get("version"), names);
    }

    private Expression definition(NodeFields fields) {
        List<String> parameters = fields.list("args");
        String name = fields.text("fname");
        names.define(name, parameters);
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
            return new AssignPipeComponent(guard(assign.expr), patterns.guard(assign.matcher));
        }
        if (component instanceof TransformPipeComponent transform) {
            return new TransformPipeComponent(guard(transform.expr));
        }
        if (component instanceof LabelPipeComponent) {
            return component;
        }
        throw unknown(component);
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
            names.read(fields.text("name"));
            return field;
        }
        throw unknown(field);
    }

    private Expression interpolation(NodeFields fields) {
        List<Pair<Integer, Expression>> parts = new ArrayList<>();
        for (Pair<Integer, Expression> part : fields.<Pair<Integer, Expression>>list("interpolations")) {
            parts.add(Pair.of(part._1, new Checked(guard(part._2), this::weighed)));
        }
        return new StringInterpolation(fields.text("template"), parts, guard(fields.expression("formatter")));
    }

    /** A value that is written into a text. */
    private void weighed(JsonNode value) {
        budget.made(value);
        budget.weigh(value);
    }

    private Expression index(Expression tree) {
        return tree == null ? null : new Checked(guard(tree), Budget::checkIndex);
    }

    /** The exception for a node that is not allowed. */
    static IllegalArgumentException unknown(Object node) {
        return new IllegalArgumentException(node.getClass().getSimpleName() + " is not available in a mapping");
    }
}
