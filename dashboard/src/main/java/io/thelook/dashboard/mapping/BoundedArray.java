package io.thelook.dashboard.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;

/** A node {@code [...]} that stops when the array is full. */
record BoundedArray(Expression elements, Budget budget) implements Expression {

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
