package io.thelook.dashboard.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.tree.FunctionCall;
import net.thisptr.jackson.jq.path.Path;

/** A call that looks a function of the library up once. Scopes look it up by name at every call. Not thread-safe. */
final class Call implements Expression {

    private final String name;
    private final List<Expression> arguments;
    private final Version version;
    private final Names names;
    private final FunctionCall byName;
    private Function function;
    private boolean decided;

    /** @param names of the program: a function that it defines is looked up in the scope at every call */
    Call(String name, List<Expression> arguments, Version version, Names names) {
        this.name = name;
        this.arguments = arguments;
        this.version = version;
        this.names = names;
        this.byName = new FunctionCall(null, name, arguments, version);
    }

    @Override
    public void apply(Scope scope, JsonNode in, Path path, PathOutput output, boolean requirePath)
            throws JsonQueryException {
        if (!decided) {
            decided = true;
            boolean own = names.defines(name, arguments.size());
            function = own ? null : scope.getFunction(name, arguments.size());
        }
        if (function == null) {
            byName.apply(scope, in, path, output, requirePath);
        } else {
            function.apply(scope, arguments, in, path, output, version);
        }
    }
}
