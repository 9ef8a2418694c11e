package io.thelook.benchmarks.fair;

import io.thelook.benchmarks.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Compares what normal viewers of a dashboard experience without and with hostile clients, in one run with alternating
 * phases. Ends with status 1 if the 99th percentile of a figure with them is more than 1.5 times that without.
 */
public final class Fairness {

    static final String HELP = """
            fair --url ws://host:port/live [options]
              The dashboard must trust this machine as a proxy (TRUSTED_PROXIES=127.0.0.1).
              --attacks LIST      alternate, views, silent, history: with commas between them (alternate,views,silent)
                                    alternate  eight sockets request ten new views a second each
                                    views      64 sockets open a different view each
                                    silent     eight sockets do not read
                                    history    eight sockets request ten new views of 35 days a second each
              --viewers N         normal viewers (20)
              --rounds N          how often both phases are run (3)
              --phase S           seconds of a phase that count (30)
              --settle S          seconds at the start of a phase that do not count (5)
              --most F            the limit on the factor between both, 1 to 100 (1.5)
            """;

    private final Options options;

    private Fairness(Options options) {
        this.options = options;
    }

    /** @param args the options that {@code --help} lists */
    public static void main(String... args) throws Exception {
        if (args.length == 0 || args[0].equals("--help")) {
            System.out.print(HELP);
            return;
        }
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        System.exit(new Fairness(options).run() ? 0 : 1);
    }

    /** Returns whether the viewers were treated fairly. */
    private boolean run() throws InterruptedException {
        ScheduledExecutorService timers = Executors.newScheduledThreadPool(2);
        HttpClient http = HttpClient.newHttpClient();
        boolean isHistory = options.attacks().contains(Attack.HISTORY);
        NormalViewers.Sample without = new NormalViewers.Sample();
        NormalViewers.Sample with = new NormalViewers.Sample();
        try (NormalViewers viewers = new NormalViewers(http, options.url(), options.viewers(), isHistory, timers)) {
            for (int round = 0; round < options.rounds(); round++) {
                phase(viewers, without);
                List<Attack.Running> attacks = options.attacks().stream()
                        .map(attack -> attack.begin(http, options.url(), timers))
                        .toList();
                try {
                    phase(viewers, with);
                } finally {
                    attacks.forEach(Attack.Running::close);
                    attacks.forEach(System.out::println);
                }
            }
            boolean isFair = isWithin("order to viewer", without.delay(), with.delay())
                    & isWithin("between updates", without.interval(), with.interval())
                    & isWithin(isHistory ? "new view, 7 days" : "new view, 15 min", without.answer(), with.answer());
            System.out.printf(
                    "not answered within three seconds, or refused: without %d, with %d%n",
                    without.lost().get(), with.lost().get());
            if (!viewers.areConnected()) {
                System.out.println("a normal viewer lost its connection");
                isFair = false;
            }
            System.out.println(isFair ? "fair" : "NOT FAIR");
            return isFair;
        } finally {
            timers.shutdownNow();
        }
    }

    private void phase(NormalViewers viewers, NormalViewers.Sample sample) throws InterruptedException {
        viewers.count(null);
        TimeUnit.SECONDS.sleep(options.settleSeconds());
        viewers.count(sample);
        TimeUnit.SECONDS.sleep(options.phaseSeconds());
        viewers.count(null);
    }

    private boolean isWithin(String what, Figures without, Figures with) {
        double factor = with.at(99) / (double) Math.max(1, without.at(99));
        boolean isFair = without.count() > 0 && with.count() > 0 && factor <= options.most();
        System.out.printf(Locale.ROOT, "%-17s without  %s  ms%n", what, without);
        System.out.printf(
                Locale.ROOT,
                "%-17s with     %s  ms   p99 %.2f times, limit %.2f%s%n",
                "",
                with,
                factor,
                options.most(),
                isFair ? "" : "   TOO MUCH");
        return isFair;
    }

    /** The options of a run. */
    record Options(
            URI url, List<Attack> attacks, int viewers, int rounds, int phaseSeconds, int settleSeconds, double most) {

        static Options parse(String... args) {
            URI url = null;
            List<Attack> attacks = Attack.named("alternate,views,silent");
            int viewers = 20;
            int rounds = 3;
            int phase = 30;
            int settle = 5;
            double most = 1.5;
            for (int i = 0; i < args.length; i += 2) {
                String option = args[i];
                if (i + 1 == args.length) {
                    throw new IllegalArgumentException(option + ": expected a value");
                }
                String value = args[i + 1];
                switch (option) {
                    case "--url" -> url = SocketAddress.of(value, "live");
                    case "--attacks" -> attacks = Attack.named(value);
                    case "--viewers" -> viewers = (int) number(option, value, 1, 250);
                    case "--rounds" -> rounds = (int) number(option, value, 1, 1_000);
                    case "--phase" -> phase = (int) number(option, value, 1, 86_400);
                    case "--settle" -> settle = (int) number(option, value, 0, 86_400);
                    case "--most" -> most = number(option, value, 1, 100);
                    default -> throw new IllegalArgumentException(option + ": expected one of the options of --help");
                }
            }
            if (url == null) {
                throw new IllegalArgumentException("--url: expected an address");
            }
            return new Options(url, attacks, viewers, rounds, phase, settle, most);
        }

        private static double number(String option, String value, double least, double most) {
            try {
                double number = Double.parseDouble(value);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // rejected below
            }
            throw new IllegalArgumentException(
                    option + " " + value + ": expected a number from " + (long) least + " to " + (long) most);
        }
    }
}
