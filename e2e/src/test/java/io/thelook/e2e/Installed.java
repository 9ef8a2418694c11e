package io.thelook.e2e;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs of this machine. */
final class Installed {

    private Installed() {}

    /** The first of these programs that is on the PATH, in the order of the names; empty if none is. */
    static Optional<Path> program(String... names) {
        String[] folders = System.getenv("PATH").split(File.pathSeparator);
        return Stream.of(names)
                .flatMap(name -> Stream.of(folders).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Skips the test if a program is missing, except on CI, where the test fails without it. */
    static void assumeProgram(String name, String debianPackage) {
        assumeThat(program(name).isPresent() || System.getenv("CI") != null)
                .as(name + ", of Debian's package " + debianPackage + ", is on the PATH")
                .isTrue();
    }
}
