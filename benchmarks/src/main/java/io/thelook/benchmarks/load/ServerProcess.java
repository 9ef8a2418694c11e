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

    /** CPU seconds by the names of the threads, numbers left out; empty where there is no /proc. */
    Map<String, Double> cpuByThread() {
        Map<String, Double> seconds = new TreeMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            threads.forEach(thread -> {
                try {
                    String stat = Files.readString(thread.resolve("stat"));
                    int nameEnd = stat.lastIndexOf(')');
                    String name = stat.substring(stat.indexOf('(') + 1, nameEnd).replaceAll("[-#\\d ]+$", "");
                    // After the name: the state is field 3, user and system time are 14 and 15, in hundredths.
                    String[] fields = stat.substring(nameEnd + 2).split(" ");
                    double used = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
                    seconds.merge(name, used, Double::sum);
                } catch (IOException e) {
                    // The thread has ended meanwhile.
                }
            });
        } catch (IOException e) {
            // No /proc.
        }
        return seconds;
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
