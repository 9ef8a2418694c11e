package io.thelook.dashboard.mapping;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The functions and variables that a program uses and defines. Not thread-safe. */
final class Names {

    private final Set<String> calls = new LinkedHashSet<>();
    private final Set<String> functions = new HashSet<>();
    private final Set<String> reads = new LinkedHashSet<>();
    private final Set<String> variables = new HashSet<>();

    /** Notes that the program calls a function. */
    void call(String function, int arguments) {
        calls.add(function + "/" + arguments);
    }

    /** Notes that the program defines a function, and so the names of its parameters. */
    void define(String function, List<String> parameters) {
        functions.add(function + "/" + parameters.size());
        for (String parameter : parameters) {
            if (parameter.startsWith("$")) {
                set(parameter.substring(1));
            } else {
                functions.add(parameter + "/0");
            }
        }
    }

    /** Notes the names by which a function defined elsewhere knows its arguments. */
    void declare(List<String> parameters) {
        parameters.forEach(parameter -> functions.add(parameter + "/0"));
    }

    /** Notes that the program reads a variable, given without the dollar sign. */
    void read(String variable) {
        reads.add(variable);
    }

    /** Notes that the program sets a variable, given without the dollar sign. */
    void set(String variable) {
        variables.add(variable);
    }

    /** Whether the program defines a function. */
    boolean defines(String function, int arguments) {
        return functions.contains(function + "/" + arguments);
    }

    /** The functions that the program calls and does not define, such as {@code map/1}. */
    Set<String> undefinedFunctions() {
        Set<String> undefined = new LinkedHashSet<>(calls);
        undefined.removeAll(functions);
        return undefined;
    }

    /** The variables that the program reads and never sets, without the dollar sign. */
    Set<String> undefinedVariables() {
        Set<String> undefined = new LinkedHashSet<>(reads);
        undefined.removeAll(variables);
        return undefined;
    }
}
