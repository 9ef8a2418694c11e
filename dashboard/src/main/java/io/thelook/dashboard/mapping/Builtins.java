package io.thelook.dashboard.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.internal.IsolatedScopeQuery;
import net.thisptr.jackson.jq.internal.JsonQueryFunction;

/**
 * The functions of jq, within a budget. Those that jackson-jq defines in jq are guarded like a program. Those that it
 * defines in Java first check their input for sizes that would make them slow or large.
 */
final class Builtins {

    /** Functions that reach outside of a mapping or expose the interpreter. */
    private static final Set<String> WITHHELD = Set.of("env/0", "debug_scope/0", "builtins/0");

    /** Functions whose time or output grows with the whole content of their input. */
    private static final Set<String> DEEP = Set.of(
            "tojson/0",
            "tostring/0",
            "error/0",
            "sort_by/1",
            "group_by/1",
            "min_by/1",
            "max_by/1",
            "from_entries/0",
            "paths/1",
            "@base64/0",
            "@base64d/0",
            "@html/0",
            "@sh/0",
            "@uri/0",
            "@csv/0",
            "@tsv/0");

    /** Functions whose time grows with the product of their input and their argument. */
    private static final Set<String> PRODUCTS =
            Set.of("contains/1", "index/1", "rindex/1", "indices/1", "join/1", "split/1", "delpaths/1");

    /** Functions whose first argument is a path, which may make a long array. */
    private static final Set<String> PATHS = Set.of("getpath/1", "setpath/2");

    private Builtins() {}

    /** A scope with the functions. */
    static Scope scope(Version version, Budget budget, GuardedTree tree) {
        Scope scope = Scope.newEmptyScope();
        ClassLoader loader = BuiltinFunctionLoader.class.getClassLoader();
        BuiltinFunctionLoader library = BuiltinFunctionLoader.getInstance();
        library.loadFunctionsFromJsonJq(loader, version, scope)
                .forEach((name, function) -> scope.addFunction(name, definedInJq(function, scope, tree)));
        for (Map.Entry<String, Function> java :
                library.loadFunctionsFromServiceLoader(loader, version).entrySet()) {
            if (!WITHHELD.contains(java.getKey())) {
                scope.addFunction(java.getKey(), definedInJava(java.getKey(), java.getValue(), budget));
            }
        }
        RegexFunctions regex = new RegexFunctions(budget);
        scope.addFunction(
                "_match_impl", 3, (inner, arguments, in, path, output, v) -> regex.match(inner, arguments, in, output));
        scope.addFunction(
                "_sub_impl", 3, (inner, arguments, in, path, output, v) -> regex.replace(inner, arguments, in, output));
        MappingFunctions.define(scope);
        return scope;
    }

    private static Function definedInJq(Function function, Scope scope, GuardedTree tree) {
        NodeFields fields = new NodeFields((JsonQueryFunction) function);
        Expression body = new NodeFields((IsolatedScopeQuery) fields.expression("body")).expression("q");
        tree.names().declare(fields.list("params"));
        return new JsonQueryFunction(
                fields.text("name"), fields.list("params"), new IsolatedScopeQuery(tree.guard(body)), scope);
    }

    private static Function definedInJava(String name, Function function, Budget budget) {
        if (DEEP.contains(name)) {
            return (scope, arguments, in, path, output, version) -> {
                budget.weigh(in);
                function.apply(scope, arguments, in, path, output, version);
            };
        }
        if (name.equals("error/1")) {
            return withArgument(function, (in, argument) -> budget.weigh(argument));
        }
        if (PRODUCTS.contains(name)) {
            return withArgument(function, (in, argument) -> budget.product(size(budget, in), size(budget, argument)));
        }
        if (PATHS.contains(name)) {
            return withArgument(function, (in, path) -> path.forEach(Budget::checkIndex));
        }
        return function;
    }

    /** The nodes and the characters of a value. */
    private static long size(Budget budget, JsonNode value) {
        return value.isTextual() ? 1 + value.textValue().length() : budget.weigh(value);
    }

    /** Looks at a value of the first argument, given the input. */
    private interface Check {
        void accept(JsonNode in, JsonNode argument);
    }

    private static Function withArgument(Function function, Check check) {
        return (scope, arguments, in, path, output, version) -> {
            List<Expression> checked = new ArrayList<>(arguments);
            checked.set(0, new Checked(arguments.get(0), value -> check.accept(in, value)));
            function.apply(scope, checked, in, path, output, version);
        };
    }
}
