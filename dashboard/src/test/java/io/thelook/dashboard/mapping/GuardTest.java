package io.thelook.dashboard.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20})
    void guard_countsTheEvaluation_andEachValue(int values) throws JsonQueryException {
        assertThat(Steps.cost(budget -> evaluate(new Guard(node(values), budget))))
                .isEqualTo(1 + values);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20})
    void step_countsTheEvaluationOnly(int values) throws JsonQueryException {
        assertThat(Steps.cost(budget -> evaluate(new Step(node(values), budget))))
                .isEqualTo(1);
    }

    private static Expression node(int values) {
        return (scope, in, path, output, requirePath) -> {
            for (int i = 0; i < values; i++) {
                output.emit(IntNode.valueOf(i), null);
            }
        };
    }

    private static void evaluate(Expression node) throws JsonQueryException {
        node.apply(Scope.newEmptyScope(), NullNode.getInstance(), value -> {});
    }
}
