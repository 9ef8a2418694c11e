package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of the pages' scripts and styles, and of the workflows, in {@code src/test/web}: they run in Node.js. */
class WebSourcesIT {

    private static final Path ORIGINAL = Path.of("src", "test", "web");

    /** A copy, which gets the packages. It is as deep in the project, where the checks find the rest by its path. */
    private static final Path COPY = Path.of("target", "test", "web");

    private static final Path LOCK = COPY.resolve("package-lock.json");

    /** The lock file of the installed packages. */
    private static final Path INSTALLED = COPY.resolve("node_modules").resolve("installed.json");

    /** For the packages, and for each check. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** The message of npm if it cannot reach the registry. */
    private static final Pattern UNREACHABLE =
            Pattern.compile("EAI_AGAIN|ENOTFOUND|ENOTCACHED|ENETUNREACH|EHOSTUNREACH|ECONN[A-Z]+|E[A-Z_]*TIMED?OUT");

    private static boolean isReachable = true;

    @BeforeAll
    static void install() throws Exception {
        if (Installed.program("npm").isEmpty()) {
            return;
        }
        copy();
        if (Files.exists(INSTALLED) && Files.mismatch(LOCK, INSTALLED) < 0) {
            return;
        }
        Run ci = npm(
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--prefer-offline",
                "--fetch-timeout=30000",
                "--fetch-retry-mintimeout=1000");
        if (ci.isGood()) {
            Files.copy(LOCK, INSTALLED);
        } else if (System.getenv("CI") == null
                && UNREACHABLE.matcher(ci.output()).find()) {
            isReachable = false;
        } else {
            fail(ci.output());
        }
    }

    @BeforeEach
    void assumePackages() {
        Installed.assumeProgram("npm", "npm");
        assumeThat(isReachable)
                .as("npm reaches its registry, for packages that it has not yet stored")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lint", "types", "test", "workflows"})
    void check_findsNothing(String script) throws Exception {
        Run check = npm("run", "--silent", script);

        assertThat(check.isGood()).as(check.output()).isTrue();
    }

    /** Replaces the files of the copy, but not its packages. */
    private static void copy() throws IOException {
        Files.createDirectories(COPY);
        for (Path file : files(COPY)) {
            Files.delete(file);
        }
        for (Path file : files(ORIGINAL)) {
            Files.copy(file, COPY.resolve(file.getFileName()));
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isRegularFile).toList();
        }
    }

    /** A run of a program that has ended. */
    private record Run(boolean isGood, String output) {}

    private static Run npm(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("npm"));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("npm", ".txt");
        Process npm = new ProcessBuilder(command)
                .directory(COPY.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean isOver = npm.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return new Run(
                    isOver && npm.exitValue() == 0,
                    Files.readString(output) + (isOver ? "" : "stopped after " + LIMIT.toSeconds() + " s"));
        } finally {
            npm.descendants().forEach(ProcessHandle::destroyForcibly);
            npm.destroyForcibly();
            Files.delete(output);
        }
    }
}
