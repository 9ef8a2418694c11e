package io.thelook.dashboard.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thelook.model.MappingException;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Versions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rebuilt programs behave as in jq, and compute exactly. */
class MappingLanguageTest {

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                    0.1 + 0.2                                               ~ 0.3
                    .price * 3                                              ~ 59.970
                    .price                                                  ~ 19.990
                    -.price                                                 ~ -19.990
                    ("12345678901234567890.12" | tonumber) + 0.01           ~ 12345678901234567890.13
                    .big + 1                                                ~ 9223372036854775808
                    .big == .big - 1                                        ~ false
                    1 / 3 * 3                                               ~ 0.9999999999999999999999999999999999
                    10 / 4                                                  ~ 2.5
                    10 / 5                                                  ~ 2
                    7 % 3, -7 % 3, 7.9 % -3.9                               ~ 1 -1 1
                    ("12345678901234567895" | tonumber) % 10                ~ 5
                    ["1.10", "2.20"] | map(tonumber) | add                  ~ 3.30
                    ["19.99", " 5 ", 3] | map(tonumber)                     ~ [19.99,5,3]
                    119.00 / 1.19 | round(2)                                ~ 100.00
                    2.5, -2.5 | round(0)                                    ~ 3 -3
                    1999 | minor("EUR")                                     ~ 19.99
                    500 | minor("jpy")                                      ~ 500
                    "5125" | minor("KWD")                                   ~ 5.125
                    null | minor("EUR")                                     ~ null
                    (null | minor("EUR")) == null                           ~ true
                    "0.123456789012345678949" | tonumber | round(20)        ~ 0.12345678901234567895
                    1.0 == 1                                                ~ true
                    0.1 + 0.2 == 0.3                                        ~ true
                    2.0 < 10                                                ~ true
                    "a" + "b", [1] + [2], {a: 1} + {b: 2}, null + 1         ~ "ab" [1,2] {"a":1,"b":2} 1
                    [1, 2, 3] - [2]                                         ~ [1,3]
                    "ab" * 2, {a: {b: 1}} * {a: {c: 2}}                     ~ "abab" {"a":{"b":1,"c":2}}
                    "a,b" / ","                                             ~ ["a","b"]
                    [3, 1, 2] | sort, max, (map(. * 2) | add), first, last  ~ [1,2,3] 3 12 3 2
                    {a: 1} | .a = 2, (.a |= . + 1), (.a += 5), (.b //= 7)   ~ {"a":2} {"a":2} {"a":6} {"a":1,"b":7}
                    [1, 2] | .[1] = 5, .[-1:], .[0]                         ~ [1,5] [2] 1
                    {a: [1, {b: 2}]} | [.. | numbers]                       ~ [1,2]
                    {a: 1, b: null} | with_entries(select(.value != null))  ~ {"a":1}
                    {a: 1, b: 2} | del(.a), keys, to_entries[0].key         ~ {"b":2} ["a","b"] "a"
                    {a: 1} | setpath(["b", 1]; [123456]), getpath(["b", 1]) ~ {"a":1,"b":[null,[123456]]} null
                    [[1, 2], [3]] | flatten, (.[0] as [$a, $b] | $a + $b)   ~ [1,2,3] 3
                    {a: {b: 5}} | . as {a: {b: $x}} | $x                    ~ 5
                    {name: "x"} | . as {$name} | {$name, "k": 1, (.name): 2} ~ {"name":"x","k":1,"x":2}
                    {a: 1} | . as {$b} | $b, $b == null, "\\($b)", {$b}       ~ null true "null" {"b":null}
                    {a: [1]} | . as {$a: [$c], $b: [$d]} | [$a, $b, $c, $d] ~ [[1],null,1,null]
                    reduce ({n: 1}, {}) as {$n} (0; . + $n)                 ~ 1
                    def f(g; $n): [g, $n]; f(1, 2; 3)                       ~ [1,2,3]
                    [foreach (1, 2, 3) as $x (0; . + $x; [$x, .])]          ~ [[1,1],[2,3],[3,6]]
                    reduce (1, 2, 3) as $x (0; . + $x)                      ~ 6
                    [.missing[]?], (.missing // "none")                     ~ [] "none"
                    try error("x") catch ("caught " + .)                    ~ "caught x"
                    if .price > 10 then "dear" elif .price > 5 then "fair" else "cheap" end ~ "dear"
                    first(range(10; 20)), [limit(2; range(10))]             ~ 10 [0,1]
                    "\\(1 + 1) items of \\(.price)"                         ~ "2 items of 19.990"
                    "abc" | test("B"; "i"), test("d")                       ~ true false
                    "a1b22" | [match("[0-9]+"; "g") | [.offset, .length, .string]] ~ [[1,1,"1"],[3,2,"22"]]
                    "2026-03-04" | capture("(?<y>\\\\d+)-(?<m>\\\\d+)")     ~ {"y":"2026","m":"03"}
                    "aXbX" | sub("X"; "-"), gsub("X"; "-"), gsub("(?<l>[ab])"; "<\\(.l)>") ~ "a-bX" "a-b-" "<a>X<b>X"
                    "äöü" | [match("ö").offset], gsub("ö"; "o")             ~ [1] "äoü"
                    "a, b" | [splits(", *")], split(", ")                   ~ ["a","b"] ["a","b"]
                    "abc" | gsub(""; "-")                                   ~ "-a-b-c"
                    "äö" | gsub(""; "-")                                    ~ "-ä-ö"
                    "b" | [match("(a)?b").captures[] | .offset, .string]    ~ [-1,null]
                    "x" + "a" * 2000 | test("x"), [match("x"; "g").offset]  ~ true [0]
                    "a" * 2000 + "x" | test("x"), [match("x"; "g").offset]  ~ true [2000]
                    "a" * 511 + "ö" * 9 + "x" | [match("[^aö]"; "g").offset] ~ [520]
                    "AbC" | ascii_downcase, ascii_upcase, length            ~ "abc" "ABC" 3
                    "{\\"p\\": 1.10}" | fromjson                            ~ {"p":1.10}
                    {p: .price} | tojson                                    ~ "{\\"p\\":19.990}"
                    "https://user@WWW.Example.com:8443/a?b#c" | url_host    ~ "example.com"
                    "//a.b", " http://a.b ", "http:a.b" | url_host          ~ "a.b" "a.b" null
                    "/a/b", "", null, 5 | url_host                          ~ null null null null
                    "/a", null | url_host == null                           ~ true true
                    "http://a/" + "b" * 9991, "http://a/" + "b" * 9992 | url_host ~ "a" null
                    "/p?a=1&utm_source=spring%20letter+2#x" | url_param("utm_source", "a", "b") ~ "spring letter 2" "1" null
                    "/p?utm_source=%zz", "utm_source=a", null | url_param("utm_source") ~ "%zz" null null
                    "/p?a=&a=1", "?=1&b", "/p?", "/p", 5 | url_param("a") == null ~ true true true true true
                    "/?=1" | url_param("")                                  ~ null
                    "/?a=" + "b" * 9996 | url_param("a") | length           ~ 9996
                    "/?a=" + "b" * 9997 | url_param("a")                    ~ null
                    """)
    void program_gives(String program, String expected) throws MappingException {
        String input = "{\"price\": 19.990, \"big\": 9223372036854775807}";

        StringBuilder given = new StringBuilder();
        Mapping.parse("{x: (" + program + ")}").map(Json.of(input)).forEach(record -> given.append(" ")
                .append(record.path("x").isMissingNode() ? "null" : record.get("x")));

        assertThat(given.substring(1)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                    "1,5" | tonumber          ~ "1,5" cannot be parsed as a number
                    [] | tonumber             ~ tonumber: array, expected a number or a string that holds one
                    "x" + 1                   ~ string and number cannot be added
                    {a: "secret"} - 1         ~ object and number cannot be subtracted
                    1 / 0                     ~ cannot be divided because the divisor is zero
                    1 | minor("XYZ")          ~ minor: currency "XYZ", expected a code such as EUR
                    1 | round(21)             ~ round: expected a number of places from 0 to 20
                    1 | round(-1)             ~ round: expected a number of places from 0 to 20
                    "{" | fromjson            ~ fromjson: "{", expected JSON
                    "1e99999999999" | fromjson ~ fromjson: "1e99999999999", expected JSON
                    1 % 0.5                   ~ cannot be divided (remainder) because the divisor is zero
                    "x" | test("(")           ~ ( is not a regular expression: end pattern with unmatched parenthesis
                    5 | test("x")             ~ number cannot be matched, as it is not a string
                    1e200 * 1e200 * 1         ~ a number of more than 100 digits
                    """)
    void aProgramThatFails_saysWhy(String program, String message) {
        assertThatThrownBy(() -> Mapping.parse("{x: (" + program + ")}").map(Json.of("{}")))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(message);
    }

    @Test
    void hugeNumbersInAValue_cannotBeComputedWith() {
        assertThatThrownBy(() -> Mapping.parse("{x: (.n + 1)}").map(Json.of("{\"n\":1e999999999}")))
                .hasMessage("a number of more than 100 digits");
    }

    /** A new version of the library may bring functions of unknown cost. */
    @Test
    void theFunctionsDefinedInJava_areThoseThatWereExamined() {
        assertThat(new TreeSet<>(BuiltinFunctionLoader.getInstance()
                        .loadFunctionsFromServiceLoader(BuiltinFunctionLoader.class.getClassLoader(), Versions.JQ_1_7)
                        .keySet()))
                .containsExactly("""
                        @base64/0 @base64d/0 @csv/0 @html/0 @sh/0 @tsv/0 @uri/0 _match_impl/3 _sub_impl/3 acos/0 asin/0
                        atan/0 atan2/2 builtins/0 cbrt/0 ceil/0 contains/1 cos/0 cosh/0 debug_scope/0 delpaths/1
                        empty/0 endswith/1 error/0 error/1 exp/0 exp10/0 exp2/0 explode/0 expm1/0 floor/0
                        from_entries/0 fromdateiso8601/0 fromjson/0 getpath/1 group_by/1 has/1 implode/0 index/1
                        indices/1 infinite/0 isinfinite/0 isnan/0 isnormal/0 join/1 keys/0 keys_unsorted/0 length/0
                        log/0 log10/0 log1p/0 log2/0 ltrimstr/1 max_by/1 min_by/1 nan/0 not/0 now/0 path/1 paths/1
                        pow/2 range/1 range/2 range/3 reverse/0 rindex/1 round/0 rtrimstr/1 setpath/2 sin/0 sinh/0
                        sort_by/1 split/1 sqrt/0 startswith/1 tan/0 tanh/0 to_entries/0 todateiso8601/0 tojson/0
                        tonumber/0 tostring/0 type/0 utf8bytelength/0
                        """.split("\\s+"));
    }

    /** A new version of the library may bring nodes, or parts of nodes that a rebuilt tree would lose. */
    @Test
    void theNodesOfSyntaxTrees_haveThePartsThatWereExamined() throws Exception {
        Path library = Path.of(Expression.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        TreeSet<String> nodes = new TreeSet<>();
        try (FileSystem jar = FileSystems.newFileSystem(library);
                Stream<Path> files = Files.walk(jar.getPath("/net/thisptr/jackson/jq/internal/tree"))) {
            for (Path file : files.toList()) {
                String name = file.toString().substring(1).replace('/', '.');
                if (name.endsWith(".class")) {
                    Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()));
                    if (!Modifier.isAbstract(type.getModifiers()) && !isOfAnEnum(type)) {
                        nodes.add(type.getSimpleName() + parts(type));
                    }
                }
            }
        }

        assertThat(nodes).containsExactly("""
                        AlternativeOperatorExpression[image, lhs, rhs] ArrayConstruction[q] ArrayMatcher[matchers]
                        AssignPipeComponent[expr, matcher] Assignment[image, lhs, rhs]
                        BooleanAndExpression[image, lhs, rhs] BooleanLiteral[value]
                        BooleanOrExpression[image, lhs, rhs] BracketExtractFieldAccess[permissive, target]
                        BracketFieldAccess[endExpr, isRange, permissive, startExpr, target] BreakExpression[name]
                        CompareEqualTest[image, lhs, operator, rhs]
                        CompareGreaterEqualTest[image, lhs, operator, rhs]
                        CompareGreaterTest[image, lhs, operator, rhs]
                        CompareLessEqualTest[image, lhs, operator, rhs] CompareLessTest[image, lhs, operator, rhs]
                        CompareNotEqualTest[image, lhs, operator, rhs]
                        ComplexAlternativeAssignment[image, lhs, operator, rhs]
                        ComplexAssignment[image, lhs, operator, rhs]
                        ComplexDivideAssignment[image, lhs, operator, rhs]
                        ComplexMinusAssignment[image, lhs, operator, rhs]
                        ComplexModuloAssignment[image, lhs, operator, rhs]
                        ComplexMultiplyAssignment[image, lhs, operator, rhs]
                        ComplexPlusAssignment[image, lhs, operator, rhs] Conditional[otherwise, switches]
                        DivideExpression[image, lhs, operator, rhs] DoubleLiteral[value]
                        FieldMatcher[dollar, matcher, name]
                        ForeachExpression[extractExpr, initExpr, iterExpr, matcher, updateExpr]
                        FormattingFilter[name, version] FunctionCall[args, moduleName, name, version]
                        FunctionDefinition[args, body, fname] IdentifierFieldAccess[field, permissive, target]
                        IdentifierKeyFieldConstruction[key, value]
                        ImportStatement[dollarImport, metadata, name, path]
                        JsonQueryKeyFieldConstruction[key, value] LabelPipeComponent[name] LongLiteral[value]
                        MatchWithPath[name, path, value] MinusExpression[image, lhs, operator, rhs]
                        ModuleDirective[metadata] ModuloExpression[image, lhs, operator, rhs]
                        MultiplyExpression[image, lhs, operator, rhs] NegativeExpression[value] NullLiteral[value]
                        ObjectConstruction[fields] ObjectMatcher[matchers] PipedQuery[components]
                        PlusExpression[image, lhs, operator, rhs] Question[catchExpr, tryExpr] RecursionOperator[]
                        ReduceExpression[initExpr, iterExpr, matcher, reduceExpr] SemicolonOperator[qs]
                        StringFieldAccess[field, permissive, target]
                        StringInterpolation[formatter, interpolations, template]
                        StringKeyFieldConstruction[key, value] StringLiteral[value] ThisObject[]
                        TopLevelExpression[expr, imports, moduleDirective] TransformPipeComponent[expr]
                        TryCatch[catchExpr, tryExpr] Tuple[qs] UpdateAssignment[image, lhs, rhs, version]
                        ValueMatcher[name] VariableAccess[moduleName, name] VariableKeyFieldConstruction[name]
                        """.split("(?<=\\])\\s+"));
    }

    private static boolean isOfAnEnum(Class<?> type) {
        return type.isAnonymousClass() || type.isEnum();
    }

    /** The names of a node's fields. */
    private static TreeSet<String> parts(Class<?> node) {
        TreeSet<String> parts = new TreeSet<>();
        for (Class<?> type = node; type != null; type = type.getSuperclass()) {
            Arrays.stream(type.getDeclaredFields())
                    .filter(field -> !Modifier.isStatic(field.getModifiers()))
                    .forEach(field -> parts.add(field.getName()));
        }
        return parts;
    }
}
