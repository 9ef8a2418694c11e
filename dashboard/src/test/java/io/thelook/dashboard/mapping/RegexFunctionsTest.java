package io.thelook.dashboard.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexFunctionsTest {

    /** Without these steps, the clock would not be read while a long text is searched. */
    @ParameterizedTest
    @CsvSource({"0, 1", "512, 1", "513, 2", "51200, 100"})
    void search_costsAStepForEvery512Bytes(int length, int steps) throws JsonQueryException {
        assertThat(Steps.cost(budget -> search("a".repeat(length), "b", budget)))
                .isEqualTo(steps);
    }

    private static void search(String text, String expression, Budget budget) throws JsonQueryException {
        List<Expression> arguments =
                List.of(giving(TextNode.valueOf(expression)), giving(NullNode.getInstance()), giving(BooleanNode.TRUE));
        new RegexFunctions(budget).match(Scope.newEmptyScope(), arguments, TextNode.valueOf(text), (found, path) -> {});
    }

    private static Expression giving(JsonNode value) {
        return (scope, in, path, output, requirePath) -> output.emit(value, null);
    }
}
