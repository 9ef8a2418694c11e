package io.thelook.dashboard.mapping;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.javacc.ExpressionParser;
import net.thisptr.jackson.jq.internal.javacc.ParseException;
import net.thisptr.jackson.jq.internal.javacc.Token;
import net.thisptr.jackson.jq.internal.javacc.TokenMgrError;

/**
 * Parses a program and locates its errors. Finds unknown functions and variables too, which jackson-jq finds at a call.
 */
final class ProgramParser {

    private static final int MOST_CHARACTERS = 200;
    private static final int MOST_EXPECTED = 8;
    private static final Pattern LEXICAL =
            Pattern.compile("Lexical error at line (\\d+), column (\\d+)\\..*", Pattern.DOTALL);

    private ProgramParser() {}

    /**
     * The program, guarded.
     *
     * @param tree of this program alone
     * @throws IllegalArgumentException if it is none; the message begins with the line and column, or names the token
     */
    static Expression parse(String program, Version version, Scope functions, GuardedTree tree) {
        Expression parsed;
        try {
            parsed = ExpressionParser.compile(program, version);
        } catch (JsonQueryException e) {
            throw new IllegalArgumentException(Line.of(reason(e.getCause(), program), MOST_CHARACTERS));
        }
        Expression guarded = tree.guard(parsed);
        for (String function : tree.names().undefinedFunctions()) {
            String name = function.substring(0, function.indexOf('/'));
            int arguments = Integer.parseInt(function.substring(name.length() + 1));
            if (functions.getFunction(name, arguments) == null) {
                throw new IllegalArgumentException(place(program, name, "") + "unknown function " + name + " with "
                        + arguments + (arguments == 1 ? " argument" : " arguments"));
            }
        }
        for (String variable : tree.names().undefinedVariables()) {
            throw new IllegalArgumentException(place(program, variable, "\\$\\s*") + "unknown variable $" + variable);
        }
        return guarded;
    }

    private static String reason(Throwable cause, String program) {
        if (cause instanceof ParseException failure && failure.currentToken != null) {
            Token token = failure.currentToken.next;
            String found = token.kind == 0 ? "the end" : "\"" + token.image + "\"";
            return at(token.beginLine, token.beginColumn) + "unexpected " + found + ", expected " + expected(failure);
        }
        if (cause instanceof TokenMgrError) {
            Matcher lexical = LEXICAL.matcher(cause.getMessage());
            if (lexical.matches()) {
                int line = Integer.parseInt(lexical.group(1));
                int column = Integer.parseInt(lexical.group(2));
                return at(line, column) + "a character that jq does not know";
            }
        }
        return cause.getMessage() == null ? "expected a jq program" : cause.getMessage();
    }

    private static String expected(ParseException failure) {
        Set<String> tokens = Arrays.stream(failure.expectedTokenSequences)
                .map(sequence -> failure.tokenImage[sequence[0]])
                .map(image -> image.equals("<EOF>") ? "the end" : image)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (tokens.contains("<ENDQUOTE>")) {
            return "the end of a string";
        }
        String first = tokens.stream().limit(MOST_EXPECTED).collect(Collectors.joining(" "));
        return (tokens.size() == 1 ? "" : "one of ") + first + (tokens.size() > MOST_EXPECTED ? " …" : "");
    }

    /** Where a name occurs first outside of comments; empty if it is not found. */
    private static String place(String program, String name, String before) {
        String code = program.replaceAll("#.*", "");
        Matcher occurrence = Pattern.compile("(?<![\\w.$])" + before + Pattern.quote(name) + "(?!\\w)")
                .matcher(code);
        if (!occurrence.find()) {
            return "";
        }
        String above = code.substring(0, occurrence.start());
        int line = (int) above.chars().filter(character -> character == '\n').count() + 1;
        return at(line, above.length() - above.lastIndexOf('\n'));
    }

    private static String at(int line, int column) {
        return "line " + line + ", column " + column + ": ";
    }
}
