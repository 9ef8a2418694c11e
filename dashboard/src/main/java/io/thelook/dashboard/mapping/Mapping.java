package io.thelook.dashboard.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thelook.model.MappingException;
import io.thelook.model.RecordMapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * A jq program that makes records from one incoming JSON value: the body of a webhook, a message, or an element of an
 * array.
 *
 * <p>Numbers are exact. A number that the program passes on reaches the record as it was written, if the parser of the
 * value reads fractions as {@link java.math.BigDecimal} and keeps their zeros ({@code USE_BIG_DECIMAL_FOR_FLOATS},
 * without {@code STRIP_TRAILING_BIGDECIMAL_ZEROES}). {@code + - * /} and the comparisons compute in decimals
 * ({@link Arithmetic}). {@link MappingFunctions} lists the functions beyond jq's. The program can read neither the
 * environment, nor files, nor other input.
 *
 * <p>An evaluation is bounded: {@value #MOST_RECORDS} records, {@value #MAX_MILLIS} ms (2 s for one of less than
 * 250,000 steps, see {@link Budget}), {@value #MAX_STEPS} steps, texts of a million characters, arrays of 100,000
 * elements. jackson-jq itself has no limits. A mapping therefore rebuilds the syntax tree of the program, and those of
 * the functions that jackson-jq defines in jq. In the new tree each node counts a step when it is evaluated and for
 * each value that it gives ({@link GuardedTree}, {@link Guard}). The clock is read every 256 steps. So loops, recursion
 * and products of generators end, whether they call functions or not; recursion without end overflows the stack within
 * milliseconds, which is caught. {@code try} catches neither. Functions that jackson-jq defines in Java run
 * uninterrupted within one step. Those whose time or result can grow faster than their input check both sizes first
 * ({@link Builtins}). A regular expression has 200 ms ({@link RegexFunctions}). Memory is bounded by the steps, as
 * large values cost many.
 *
 * <p>The limits cannot stop three things: one call of a Java function on a large value, which takes up to a few hundred
 * milliseconds beyond the limit; the compilation of a regular expression, of up to 2,000 characters; and an error
 * message of jackson-jq about an array that holds another one many times, nested many times, which ends when the memory
 * for the message is exhausted.
 *
 * <p>Thread-safe. Evaluations of the same mapping run one at a time.
 */
public final class Mapping implements RecordMapping {

    /** Most values that one evaluation may give. */
    static final int MOST_RECORDS = 10_000;

    static final long MAX_MILLIS = 200;
    static final long MAX_STEPS = 4_000_000;
    static final int MOST_CHARACTERS = 200;
    static final int MOST_BYTES = 256 * 1024;

    private static final Version VERSION = Versions.JQ_1_7;
    private static final String IDENTITY = ".";
    private static final String THELOOK = "thelook";

    /** The presets: first the one that takes each value as a record, then those that are programs. */
    public static final List<String> PRESETS = List.of(THELOOK, "shopify", "woocommerce", "magento", "stripe");

    private static final String EXPECTED =
            "expected " + String.join(", ", PRESETS) + ", or the path of a mapping file that ends in .jq";

    private final boolean identity;
    private final Budget budget;
    private final Scope scope;
    private final Expression program;

    Mapping(String text, LongSupplier nanoTime, long maxMillis) {
        if (text.codePoints().allMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("empty, expected a jq program");
        }
        identity = text.strip().equals(IDENTITY);
        budget = new Budget(nanoTime, maxMillis * 1_000_000, MAX_STEPS);
        try {
            scope = Builtins.scope(VERSION, budget, new GuardedTree(budget));
            program = ProgramParser.parse(text, VERSION, scope, new GuardedTree(budget));
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("nested too deeply, expected a shorter jq program");
        }
    }

    /**
     * A preset, or the mapping in a file.
     *
     * @param presetOrPath one of {@link #PRESETS}, or the path of a file that ends in {@code .jq}
     * @throws IllegalArgumentException if it is neither, or if the file cannot be read or is no program; the message is
     *     one line that names the preset or file, the place in it, and what was expected
     */
    public static Mapping of(String presetOrPath) {
        String name = presetOrPath.strip();
        return name.equals(THELOOK) ? parse(IDENTITY) : named(name, program(name));
    }

    /**
     * The program of a preset, or the one in a file.
     *
     * @param presetOrPath as for {@link #of}
     * @throws IllegalArgumentException if it is neither, or if the file cannot be read; the message says what was
     *     expected
     */
    public static String program(String presetOrPath) {
        String name = presetOrPath.strip();
        if (name.equals(THELOOK)) {
            return IDENTITY;
        }
        if (PRESETS.contains(name)) {
            return preset(name);
        }
        if (!name.toLowerCase(Locale.ROOT).endsWith(".jq")) {
            throw new IllegalArgumentException(Line.of(name, 100) + ": " + EXPECTED);
        }
        return file(name);
    }

    /**
     * A mapping from the text of a program.
     *
     * @throws IllegalArgumentException if it is none; the message is one line that names the place and what was
     *     expected
     */
    public static Mapping parse(String program) {
        if (program.length() > MOST_BYTES) {
            throw new IllegalArgumentException("longer than " + MOST_BYTES + " characters, expected a jq program");
        }
        return new Mapping(program, System::nanoTime, MAX_MILLIS);
    }

    private static Mapping named(String name, String program) {
        try {
            return parse(program);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Line.of(name, 300) + ": " + e.getMessage());
        }
    }

    private static String preset(String name) {
        try (InputStream file = Mapping.class.getResourceAsStream(name + ".jq")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String file(String name) {
        try (InputStream file = Files.newInputStream(Path.of(name))) {
            byte[] bytes = file.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IllegalArgumentException(name + ": larger than 256 KB, expected a jq program");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(Line.of(name, 300) + ": not UTF-8 text, expected a jq program");
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(
                    Line.of(name, 300) + ": cannot be read, expected a mapping file that exists");
        }
    }

    /** Whether the mapping returns each value unchanged, as {@code thelook} does. */
    public boolean isIdentity() {
        return identity;
    }

    /**
     * Makes the records of a value, in the order in which the program gives them.
     *
     * @param value is not changed
     * @return objects in the fields of a record, without those that are null; empty if the program gives none
     * @throws MappingException if the program fails, gives something other than objects, or exceeds a limit; the
     *     message has at most {@value #MOST_CHARACTERS} characters
     */
    @Override
    public synchronized List<JsonNode> map(JsonNode value) throws MappingException {
        if (identity) {
            return List.of(object(value));
        }
        List<JsonNode> records = new ArrayList<>();
        budget.start();
        try {
            program.apply(Scope.newChildScope(scope), value, output -> {
                budget.weigh(output);
                if (records.size() == MOST_RECORDS) {
                    throw new Budget.Exceeded("more than " + MOST_RECORDS + " records");
                }
                records.add(output);
            });
        } catch (JsonQueryException e) {
            throw failure(e.getMessage());
        } catch (Budget.Exceeded e) {
            throw failure("the mapping was stopped: " + e.getMessage() + " for one value");
        } catch (StackOverflowError e) {
            throw failure("the mapping was stopped: it calls itself too deeply");
        } catch (OutOfMemoryError e) {
            throw failure("the mapping was stopped: it needs too much memory");
        } catch (RuntimeException e) {
            throw failure("the mapping failed: " + e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        for (int i = 0; i < records.size(); i++) {
            records.set(i, withoutNulls(object(records.get(i))));
        }
        return records;
    }

    private static MappingException failure(String why) {
        return new MappingException(Line.of(why, MOST_CHARACTERS));
    }

    private static JsonNode object(JsonNode value) throws MappingException {
        if (!value.isObject()) {
            throw failure(
                    "the mapping gave " + value.getNodeType().name().toLowerCase(Locale.ROOT) + ", expected an object");
        }
        return value;
    }

    /** A copy if a field must be left out: the object may be part of the input value. */
    private static JsonNode withoutNulls(JsonNode object) {
        boolean hasNull = false;
        for (JsonNode field : object) {
            hasNull |= field.isNull();
        }
        if (!hasNull) {
            return object;
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                copy.set(field.getKey(), field.getValue());
            }
        });
        return copy;
    }
}
