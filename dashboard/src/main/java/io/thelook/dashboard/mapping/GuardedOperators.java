package io.thelook.dashboard.mapping;

import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.internal.operators.BinaryOperator;
import net.thisptr.jackson.jq.internal.tree.binaryop.AlternativeOperatorExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.BooleanAndExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.BooleanOrExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.SimpleBinaryOperatorExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.Assignment;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.ComplexAlternativeAssignment;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.ComplexAssignment;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.UpdateAssignment;
import net.thisptr.jackson.jq.internal.tree.literal.LongLiteral;

/** Rebuilds the operators and assignments of a program, with the operators of {@link Arithmetic}. */
final class GuardedOperators {

    private final GuardedTree tree;
    private final Arithmetic arithmetic;

    /** @param tree guards the operands */
    GuardedOperators(GuardedTree tree, Budget budget) {
        this.tree = tree;
        this.arithmetic = new Arithmetic(budget);
    }

    /** A node {@code -x}. */
    Expression negative(NodeFields fields) {
        return new Simple(new LongLiteral(0), tree.guard(fields.expression("value")), arithmetic.operator("-"));
    }

    /**
     * A node with two operands.
     *
     * @throws IllegalArgumentException if it is not allowed
     */
    Expression binary(Expression node, NodeFields fields) {
        Expression left = tree.guard(fields.expression("lhs"));
        Expression right = tree.guard(fields.expression("rhs"));
        if (node instanceof AlternativeOperatorExpression) {
            return new AlternativeOperatorExpression(left, right);
        }
        if (node instanceof BooleanAndExpression) {
            return new BooleanAndExpression(left, right);
        }
        if (node instanceof BooleanOrExpression) {
            return new BooleanOrExpression(left, right);
        }
        if (node instanceof UpdateAssignment) {
            return new UpdateAssignment(left, right, (Version) fields.get("version"));
        }
        if (node instanceof ComplexAlternativeAssignment) {
            return new ComplexAssignment(left, right, arithmetic.operator("//"));
        }
        if (node instanceof Assignment) {
            return new ComplexAssignment(left, right, arithmetic.operator("="));
        }
        BinaryOperator operator = arithmetic.operator(((BinaryOperator) fields.get("operator")).image());
        if (node instanceof ComplexAssignment) {
            return new ComplexAssignment(left, right, operator);
        }
        if (node instanceof SimpleBinaryOperatorExpression) {
            return new Simple(left, right, operator);
        }
        throw GuardedTree.unknown(node);
    }

    /** A node for an operator. */
    private static final class Simple extends SimpleBinaryOperatorExpression {
        Simple(Expression left, Expression right, BinaryOperator operator) {
            super(left, right, operator);
        }
    }
}
