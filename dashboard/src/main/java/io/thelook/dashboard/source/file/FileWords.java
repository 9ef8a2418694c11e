package io.thelook.dashboard.source.file;

import io.thelook.service.start.Shown;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Describes in words why a file is not read, in one line. */
final class FileWords {

    private FileWords() {}

    static String failure(Path path, IOException failure) {
        String file = Shown.text(path.toString());
        if (failure instanceof NoSuchFileException) {
            return "no file " + file;
        }
        if (failure instanceof AccessDeniedException) {
            return "no permission to read " + file;
        }
        String reason = failure instanceof FileSystemException of ? of.getReason() : failure.getMessage();
        return "cannot read " + file + ": "
                + (reason == null ? failure.getClass().getSimpleName() : Shown.text(reason));
    }
}
