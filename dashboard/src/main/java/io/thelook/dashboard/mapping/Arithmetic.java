package io.thelook.dashboard.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Map;
import java.util.function.IntPredicate;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.misc.JsonNodeComparator;
import net.thisptr.jackson.jq.internal.misc.JsonNodeUtils;
import net.thisptr.jackson.jq.internal.operators.BinaryOperator;
import net.thisptr.jackson.jq.internal.operators.DivideOperator;
import net.thisptr.jackson.jq.internal.operators.MinusOperator;
import net.thisptr.jackson.jq.internal.operators.ModuloOperator;
import net.thisptr.jackson.jq.internal.operators.MultiplyOperator;
import net.thisptr.jackson.jq.internal.operators.PlusOperator;

/**
 * The operators {@code + - * / %} and the comparisons on exact decimals, where jq computes in doubles. Sums,
 * differences and products are exact. A quotient is exact if it has at most 34 digits, and rounded to 34 digits
 * otherwise. {@code %} drops the fractions of its operands, as in jq, and is exact. Numbers have at most {@value
 * #MOST_DIGITS} digits before and after the point.
 */
final class Arithmetic {

    static final int MOST_DIGITS = 100;

    private static final BinaryOperator PLUS = new PlusOperator();
    private static final BinaryOperator MINUS = new MinusOperator();
    private static final BinaryOperator TIMES = new MultiplyOperator();
    private static final BinaryOperator DIVIDE = new DivideOperator();
    private static final BinaryOperator MODULO = new ModuloOperator();

    private static final Map<String, IntPredicate> COMPARISONS = Map.of(
            "==", order -> order == 0,
            "!=", order -> order != 0,
            "<", order -> order < 0,
            "<=", order -> order <= 0,
            ">", order -> order > 0,
            ">=", order -> order >= 0);

    private final Budget budget;

    Arithmetic(Budget budget) {
        this.budget = budget;
    }

    /** Computes a value from two. */
    private interface Computation {
        JsonNode apply(ObjectMapper mapper, JsonNode left, JsonNode right) throws JsonQueryException;
    }

    /** Counts a step, because an assignment to many paths evaluates nothing else. */
    private record Operator(String image, Budget budget, Computation computation) implements BinaryOperator {
        @Override
        public JsonNode apply(ObjectMapper mapper, JsonNode left, JsonNode right) throws JsonQueryException {
            budget.step();
            return computation.apply(mapper, left, right);
        }
    }

    /**
     * The operator of an image, such as {@code *}, and those of the assignments {@code =} and {@code //=}.
     *
     * @throws IllegalArgumentException if there is none
     */
    BinaryOperator operator(String image) {
        IntPredicate comparison = COMPARISONS.get(image);
        if (comparison != null) {
            return new Operator(
                    image, budget, (mapper, left, right) -> BooleanNode.valueOf(comparison.test(compare(left, right))));
        }
        return new Operator(
                image,
                budget,
                switch (image) {
                    case "+" -> this::add;
                    case "-" -> this::subtract;
                    case "*" -> this::multiply;
                    case "/" -> this::divide;
                    case "%" -> this::remainder;
                    case "=" -> (mapper, left, right) -> right;
                    case "//" -> (mapper, left, right) -> JsonNodeUtils.asBoolean(left) ? left : right;
                    default ->
                        throw new IllegalArgumentException("operator " + image + ", expected one of + - * / % = //");
                });
    }

    private JsonNode add(ObjectMapper mapper, JsonNode left, JsonNode right) throws JsonQueryException {
        if (exact(left, right)) {
            return number(decimal(left).add(decimal(right)));
        }
        if (left.isTextual() && right.isTextual()) {
            budget.text((long) left.textValue().length() + right.textValue().length());
        } else if (!left.isNull() && !right.isNull() && left.getNodeType() != right.getNodeType()) {
            throw mismatch(left, right, "added");
        }
        return counted(PLUS.apply(mapper, left, right));
    }

    private JsonNode subtract(ObjectMapper mapper, JsonNode left, JsonNode right) throws JsonQueryException {
        if (exact(left, right)) {
            return number(decimal(left).subtract(decimal(right)));
        }
        if (left.isArray() && right.isArray()) {
            budget.weigh(left);
            budget.weigh(right);
        } else if (!left.isNumber() || !right.isNumber()) {
            throw mismatch(left, right, "subtracted");
        }
        return MINUS.apply(mapper, left, right);
    }

    private JsonNode multiply(ObjectMapper mapper, JsonNode left, JsonNode right) throws JsonQueryException {
        if (exact(left, right)) {
            return number(decimal(left).multiply(decimal(right)));
        }
        if (left.isTextual() && right.isNumber()) {
            budget.text((long) Math.max(1, left.textValue().length() * right.asDouble()));
        } else if (left.isNumber() && right.isTextual()) {
            budget.text((long) Math.max(1, right.textValue().length() * left.asDouble()));
        } else if (left.isObject() && right.isObject()) {
            budget.weigh(left);
            budget.weigh(right);
        } else if (!left.isNumber() || !right.isNumber()) {
            throw mismatch(left, right, "multiplied");
        }
        return counted(TIMES.apply(mapper, left, right));
    }

    private JsonNode divide(ObjectMapper mapper, JsonNode left, JsonNode right) throws JsonQueryException {
        if (exact(left, right) && decimal(right).signum() != 0) {
            return number(decimal(left).divide(decimal(right), MathContext.DECIMAL128));
        }
        if (left.getNodeType() != right.getNodeType() || left.isContainerNode()) {
            throw mismatch(left, right, "divided");
        }
        return counted(DIVIDE.apply(mapper, left, right));
    }

    private JsonNode remainder(ObjectMapper mapper, JsonNode left, JsonNode right) throws JsonQueryException {
        if (exact(left, right)) {
            BigInteger divisor = decimal(right).toBigInteger();
            if (divisor.signum() != 0) {
                return number(new BigDecimal(decimal(left).toBigInteger().remainder(divisor)));
            }
        }
        if (!left.isNumber() || !right.isNumber()) {
            throw mismatch(left, right, "divided");
        }
        return MODULO.apply(mapper, left, right);
    }

    private int compare(JsonNode left, JsonNode right) {
        if (exact(left, right)) {
            return left.isInt() && right.isInt()
                    ? Integer.compare(left.intValue(), right.intValue())
                    : left.decimalValue().compareTo(right.decimalValue());
        }
        if (left.isContainerNode() && right.isContainerNode()) {
            budget.weigh(left);
            budget.weigh(right);
        }
        return JsonNodeComparator.getInstance().compare(left, right);
    }

    private JsonNode counted(JsonNode value) {
        budget.made(value);
        return value;
    }

    private static boolean exact(JsonNode left, JsonNode right) {
        return finite(left) && finite(right);
    }

    /** Whether the value is a number other than NaN and the infinities. */
    static boolean finite(JsonNode value) {
        return value.isNumber() && !((value.isDouble() || value.isFloat()) && !Double.isFinite(value.doubleValue()));
    }

    private static JsonQueryException mismatch(JsonNode left, JsonNode right, String verb) {
        return new JsonQueryException(
                JsonNodeUtils.typeOf(left) + " and " + JsonNodeUtils.typeOf(right) + " cannot be " + verb);
    }

    /** The value of a finite number, within the limits on digits. */
    static BigDecimal decimal(JsonNode number) throws JsonQueryException {
        return inRange(number.decimalValue());
    }

    /** Checks the limits on digits. */
    static BigDecimal inRange(BigDecimal value) throws JsonQueryException {
        if (value.precision() - (long) value.scale() > MOST_DIGITS || value.scale() > MOST_DIGITS) {
            throw new JsonQueryException("a number of more than " + MOST_DIGITS + " digits");
        }
        return value;
    }

    /** Reads a number exactly as written, ignoring spaces around it. */
    static BigDecimal read(String text) throws JsonQueryException {
        if (text.length() > 2 * MOST_DIGITS) {
            throw new JsonQueryException("a number of more than " + MOST_DIGITS + " digits");
        }
        try {
            return inRange(new BigDecimal(text.strip()));
        } catch (NumberFormatException e) {
            throw new JsonQueryException("\"" + Line.of(text, 30) + "\" cannot be parsed as a number");
        }
    }

    /** The node for a number: an integer if it is written without a point. */
    static JsonNode number(BigDecimal value) throws JsonQueryException {
        inRange(value);
        if (value.scale() > 0) {
            return DecimalNode.valueOf(value);
        }
        if (value.precision() - value.scale() <= 18) {
            long whole = value.longValue();
            return whole == (int) whole ? IntNode.valueOf((int) whole) : LongNode.valueOf(whole);
        }
        return BigIntegerNode.valueOf(value.toBigInteger());
    }
}
