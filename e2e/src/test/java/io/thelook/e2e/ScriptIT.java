package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forbidden content of {@code ./run} and docker-compose.yml, and the output of {@code benchmarks/plan}. */
class ScriptIT {

    /** macOS has bash 3.2 and the tools of BSD. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // bash 4 and later
                "wait -[nfp]",
                "\\b(mapfile|readarray|coproc)\\b",
                "(declare|local|typeset) -[A-Za-z]*[Ang]",
                "\\$\\{[^}]*(\\^|,,|@[A-Za-z])",
                "\\[-[0-9]+\\]",
                "\\[\\[ -[vR] ",
                "&>>|\\|&|;;?&",
                "\\{[a-z]+\\}[<>]",
                "printf '?%\\(|printf -v",
                "read -[a-z]*[tNi]",
                "\\$(BASHPID|EPOCHSECONDS|EPOCHREALTIME|SRANDOM)",
                "=~[^\\]]*\\(",
                // fails under set -u where the array is empty: the only array never is
                "\"\\$\\{(?!inputs)[a-z]+\\[@\\]\\}\"",
                // options and commands that BSD lacks
                "\\b(readlink|realpath|nproc|timeout|setsid|flock|tac|stat|xargs|mktemp|date|seq)\\b",
                "\\bsed -[^n ]",
                "\\bfind .*-(quit|printf|regextype|mmin|newermt)",
                "\\bcp -[^R]",
                "\\bgrep -[A-Za-z]*P",
                "\\b(head|tail) -c"
            })
    void script_usesNothingThatMacOsLacks(String construct) throws IOException {
        Pattern missing = Pattern.compile(construct);

        assertThat(Files.readAllLines(Path.of("..", "run")))
                .filteredOn(line -> !line.strip().startsWith("#"))
                .noneMatch(line -> missing.matcher(line).find());
    }

    @Test
    void plan_isTheTableOfTheDocument() throws Exception {
        Path scaling = Path.of("..", "docs", "scaling.md");
        Process plan = new ProcessBuilder(Path.of("..", "benchmarks", "plan").toString())
                .redirectErrorStream(true)
                .start();
        String table = new String(plan.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(plan.waitFor()).as(table).isZero();
        assertThat(table).startsWith("| viewers | records/s |");
        assertThat(Files.readString(scaling)).contains("\n" + table);
    }

    @Test
    void compose_repeatsNoDefaultAndPassesNoAmbiguousName() throws IOException {
        List<String> variables = Files.readAllLines(Path.of("..", "docker-compose.yml")).stream()
                .map(String::strip)
                .filter(line -> line.contains("${"))
                .toList();

        assertThat(variables)
                .isNotEmpty()
                .allMatch(line -> line.matches("([A-Z_]+): \"\\$\\{\\1:-}\""))
                .noneMatch(line -> line.startsWith("PUSH_MILLIS") || line.startsWith("MAX_RECORDS"));
        assertThat(variables)
                .as("both services need the token")
                .filteredOn(line -> line.startsWith("ADMIN_TOKEN"))
                .hasSize(2);
    }
}
