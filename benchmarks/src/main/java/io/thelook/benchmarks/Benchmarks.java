package io.thelook.benchmarks;

import io.thelook.benchmarks.fair.Fairness;
import io.thelook.benchmarks.load.BareServer;
import io.thelook.benchmarks.load.LoadHarness;
import java.util.Arrays;

/**
 * The command line, {@code java -jar benchmarks.jar} and then one of these: {@code load} runs the load harness,
 * {@code bare} a minimal server to compare with, {@code fair} compares viewers without and with hostile clients,
 * {@code micro} runs JMH, and {@code scaling} turns the reports of several loads into a table and a plot.
 */
public final class Benchmarks {

    private Benchmarks() {}

    /**
     * @param args {@code load}, {@code bare}, {@code fair}, {@code micro} or {@code scaling}, then its own options
     */
    public static void main(String... args) throws Exception {
        String which = args.length == 0 ? "" : args[0];
        String[] options = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
        switch (which) {
            case "load" -> LoadHarness.main(options);
            case "bare" -> BareServer.main(options);
            case "fair" -> Fairness.main(options);
            case "scaling" -> ScalingReport.main(options);
            case "micro" -> org.openjdk.jmh.Main.main(options);
            default -> {
                System.err.println("expected load, bare, fair, micro or scaling, then its options"
                        + " (load --help, fair --help, micro -h)");
                System.exit(2);
            }
        }
    }
}
