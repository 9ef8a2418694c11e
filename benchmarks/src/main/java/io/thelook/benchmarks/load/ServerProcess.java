package io.thelook.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * CPU and memory use of a server process, as the operating system reports it.
 *
 * @param pid its process id
 */
record ServerProcess(long pid) {

    /** CPU time since the process started. */
    Duration cpu() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalArgumentException("--pid " + pid + ": expected a process of this user"));
    }

    /** CPU seconds by thread name, without the digits at its end; empty if the system has no /proc. */
    Map<String, Double> cpuByThread() {
        Map<String, Double> seconds = new TreeMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            threads.forEach(thread -> {
                try {
                    String stat = Files.readString(thread.resolve("stat"));
                    int nameEnd = stat.lastIndexOf(')');
                    String name = stat.substring(stat.indexOf('(') + 1, nameEnd).replaceAll("[-#\\d ]+$", "");
                    // After the name: field 3 is the state, 14 and 15 are user and system time, in 1/100 s.
                    String[] fields = stat.substring(nameEnd + 2).split(" ");
                    double used = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
                    seconds.merge(name, used, Double::sum);
                } catch (IOException e) {
                    // The thread has ended in the meantime.
                }
            });
        } catch (IOException e) {
            // No /proc.
        }
        return seconds;
    }

    /** Resident memory in MiB; empty if the system has no /proc. */
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
