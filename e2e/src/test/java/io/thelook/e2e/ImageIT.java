package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The content of the images, as far as it can be checked without building them. */
class ImageIT {

    private static final Path ROOT = Path.of("..");

    /** The files and folders that the Dockerfile copies from the sources. */
    private static List<String> copied() throws IOException {
        return Files.readAllLines(ROOT.resolve("Dockerfile")).stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from"))
                .map(line -> line.split("\\s+"))
                .flatMap(words -> Arrays.stream(words, 1, words.length - 1))
                .toList();
    }

    @Test
    void everythingThatIsCopied_isThere_andNotLeftOut() throws IOException {
        Set<String> letIn = Files.readAllLines(ROOT.resolve(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .collect(Collectors.toSet());

        assertThat(copied()).hasSizeGreaterThan(10).allSatisfy(source -> {
            assertThat(ROOT.resolve(source)).exists();
            assertThat(letIn).containsAnyOf(source, source.split("/")[0]);
        });
    }

    /** Maven reads the project of each, also of those that are not built. */
    @Test
    void projectOfEachModule_isCopied() throws IOException {
        List<String> modules = Pattern.compile("<module>([^<]+)</module>")
                .matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map(module -> module.group(1) + "/pom.xml")
                .toList();

        assertThat(modules).hasSizeGreaterThan(5);
        assertThat(copied()).containsAll(modules);
    }
}
