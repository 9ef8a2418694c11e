package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The examples in docs/views.md. */
final class Documented {

    private Documented() {}

    /** The view. */
    static String view() throws IOException {
        Matcher example = Pattern.compile("```json\n(\\{\"type\":\"view\".+?)\n```")
                .matcher(Files.readString(Path.of("..", "docs", "views.md")));
        assertThat(example.find()).isTrue();
        return example.group(1);
    }
}
