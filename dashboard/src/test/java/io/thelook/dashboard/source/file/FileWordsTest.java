package io.thelook.dashboard.source.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileWordsTest {

    private static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new NoSuchFileException("/a"), "no file /a"),
                Arguments.of(new AccessDeniedException("/a"), "no permission to read /a"),
                Arguments.of(
                        new FileSystemException("/a", null, "Too many open files"),
                        "cannot read /a: Too many open files"),
                Arguments.of(new FileSystemException("/a"), "cannot read /a: FileSystemException"),
                Arguments.of(new IOException("Input/output\nerror"), "cannot read /a: Input/output?error"),
                Arguments.of(new ClosedChannelException(), "cannot read /a: ClosedChannelException"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failure_isDescribed(IOException failure, String words) {
        assertThat(FileWords.failure(Path.of("/a"), failure)).isEqualTo(words);
    }

    @Test
    void pathWithAnythingInIt_isOneLine() {
        assertThat(FileWords.failure(Path.of("/a\nb"), new NoSuchFileException("/a\nb")))
                .isEqualTo("no file /a?b");
    }
}
