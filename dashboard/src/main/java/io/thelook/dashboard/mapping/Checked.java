package io.thelook.dashboard.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;

/** A node whose values are checked before anything else sees them. The check throws an exception to refuse a value. */
record Checked(Expression node, Consumer<JsonNode> check) implements Expression {

    @Override
    public void apply(Scope scope, JsonNode in, Path path, PathOutput output, boolean requirePath)
            throws JsonQueryException {
        node.apply(
                scope,
                in,
                path,
                (value, valuePath) -> {
                    check.accept(value);
                    output.emit(value, valuePath);
                },
                requirePath);
    }
}
