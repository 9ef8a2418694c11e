package io.thelook.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A server's use of the machine, as the operating system has it.
 *
 * @param pid its process id
 */
record ServerProcess(long pid) {

    /** CPU time since its start. */
    Duration cpu() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalArgumentException("--pid " + pid + ": expected a process of this user"));
    }

    /** Resident memory in megabytes; empty where there is no /proc. */
    Optional<Long> residentMegabytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_024)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
