package io.thelook.dashboard.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;

/** A node of a program that counts against the budget: when it is evaluated, and for each value that it gives. */
record Guard(Expression node, Budget budget) implements Expression {

    @Override
    public void apply(Scope scope, JsonNode in, Path path, PathOutput output, boolean requirePath)
            throws JsonQueryException {
        budget.step();
        node.apply(
                scope,
                in,
                path,
                (value, valuePath) -> {
                    budget.made(value);
                    output.emit(value, valuePath);
                },
                requirePath);
    }
}
