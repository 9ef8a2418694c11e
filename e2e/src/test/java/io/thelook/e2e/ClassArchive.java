package io.thelook.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * The classes of a service in the form in which the JVM keeps them (class data sharing). A start with them takes about
 * a third less of the processor, and most tests start several services. Made at the first start of a build
 * with a JVM.
 */
final class ClassArchive {

    private static final Path FOLDER = Path.of("target", "archives");

    private ClassArchive() {}

    /** The JVM's options for a start of a service with its archive. */
    static List<String> options(String module) {
        try {
            Files.createDirectories(FOLDER);
            try (FileChannel lock = FileChannel.open(
                    FOLDER.resolve(module + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                // Two JVMs run tests at a time: one makes the archive, and the other waits for it.
                lock.lock();
                return List.of("-XX:SharedArchiveFile=" + archive(module));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path archive(String module) throws IOException, InterruptedException {
        long build = Files.getLastModifiedTime(ServiceProcess.jar(module)).toMillis();
        Path archive = FOLDER.resolve(module + "-" + build + "-" + System.getProperty("java.vm.version") + ".jsa");
        if (!Files.exists(archive)) {
            make(module, archive);
        }
        return archive;
    }

    private static void make(String module, Path archive) throws IOException, InterruptedException {
        Path unfinished = FOLDER.resolve(module + ".unfinished");
        try (ServiceProcess service = ServiceProcess.start(
                module,
                List.of("-XX:ArchiveClassesAtExit=" + unfinished),
                Map.of("PRODUCER_URL", "ws://localhost:1/ws"))) {
            service.signal("TERM");
            // The JVM writes the archive before it ends.
            service.awaitExit();
        }
        Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
    }
}
