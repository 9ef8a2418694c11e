package io.thelook.benchmarks;

import io.thelook.benchmarks.load.LoadHarness;
import java.util.Arrays;

/**
 * {@code java -jar benchmarks.jar load …} runs the load harness, {@code micro …} runs JMH, and {@code scaling …} makes a table and a
 * plot of the reports of many loads.
 */
public final class Benchmarks {

    private Benchmarks() {}

    /**
     * @param args which of the two, then its own options
     */
    public static void main(String... args) throws Exception {
        String which = args.length == 0 ? "" : args[0];
        String[] options = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
        switch (which) {
            case "load" -> LoadHarness.main(options);
            case "scaling" -> ScalingReport.main(options);
            case "micro" -> org.openjdk.jmh.Main.main(options);
            default -> {
                System.err.println("expected load, micro or scaling, then its options (load --help, micro -h)");
                System.exit(2);
            }
        }
    }
}
