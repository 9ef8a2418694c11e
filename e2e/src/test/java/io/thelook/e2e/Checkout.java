package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A checkout that is already built. Its {@code mvnw} only says that it was called. */
final class Checkout {

    /** The applications that it has. */
    static final List<String> SERVICES = List.of("producer", "dashboard");

    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES = List.of("common-model", "service-base", "producer", "dashboard");

    private final Path checkout;

    private Checkout(Path checkout) {
        this.checkout = checkout;
    }

    /** Makes a checkout of an empty folder. */
    static void make(Path folder) throws IOException {
        new Checkout(folder).fill();
    }

    private void fill() throws IOException {
        Files.copy(ROOT.resolve("run"), checkout.resolve("run"), StandardCopyOption.COPY_ATTRIBUTES);
        Path mvnw = Files.writeString(checkout.resolve("mvnw"), "#!/bin/sh\necho built >>builds\n");
        assertThat(mvnw.toFile().setExecutable(true)).isTrue();
        source("pom.xml");
        for (String module : MODULES) {
            source(module + "/pom.xml");
            source(module + "/src/main/java/Source.java");
        }
        for (String service : SERVICES) {
            copy(ROOT.resolve(service + "/target/quarkus-app"), checkout.resolve(service + "/target/quarkus-app"));
        }
    }

    private void source(String file) throws IOException {
        Path path = checkout.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "");
        age(path);
        for (Path folder = path.getParent(); !folder.equals(checkout); folder = folder.getParent()) {
            age(folder);
        }
    }

    /** Makes a file older than the jars. */
    private static void age(Path path) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
