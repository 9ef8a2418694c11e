package io.thelook.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Turns the reports of {@code benchmarks/measure} into a Markdown table on standard output, and an SVG plot.
 *
 * <p>The file {@code viewers-2000.json} is the load harness's report for the point 2000 of the series {@code viewers}.
 */
final class ScalingReport {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 300;
    private static final int LEFT = 56;
    private static final int BOTTOM = 48;
    private static final int TOP = 40;
    private static final int RIGHT = 16;

    private ScalingReport() {}

    private record Point(String series, int value, JsonNode report) {

        static Point read(Path file) {
            try {
                String name = file.getFileName().toString().replace(".json", "");
                int dash = name.lastIndexOf('-');
                return new Point(
                        name.substring(0, dash),
                        Integer.parseInt(name.substring(dash + 1)),
                        new ObjectMapper().readTree(file.toFile()));
            } catch (IOException e) {
                throw new IllegalArgumentException(file + ": expected a report of the load harness", e);
            }
        }

        double cores(String thread) {
            return report.at("/servers/0/cpu_cores_by_thread/" + thread).asDouble();
        }

        /** CPU of the event loops, which write to the sockets. */
        double relay() {
            return cores("vert.x-eventloo");
        }

        double engine() {
            return cores("views");
        }

        double total() {
            return report.at("/servers/0/cpu_cores").asDouble();
        }

        long latency(String percentile) {
            return report.at("/latency_ms/" + percentile).asLong();
        }
    }

    static void main(String... args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException("expected a folder with reports, and where to write the plot");
        }
        List<Point> points;
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            points = files.filter(file -> file.toString().endsWith(".json"))
                    .map(Point::read)
                    .sorted((a, b) -> a.series().equals(b.series())
                            ? Integer.compare(a.value(), b.value())
                            : a.series().compareTo(b.series()))
                    .toList();
        }
        System.out.println(
                "| | | held | views/s each | KB/s each | relay, cores | engine, cores | whole, cores | MB | p50"
                        + " | p99 |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        for (Point point : points) {
            JsonNode report = point.report();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,d | %,d | %.1f | %.2f | %.3f | %.3f | %.2f | %d | %d ms | %d ms |%n",
                    point.series(),
                    point.value(),
                    report.at("/connections/open_at_end").asInt(),
                    report.at("/messages/updates_per_connection_and_second").asDouble(),
                    report.at("/messages/kilobytes_per_connection_and_second").asDouble(),
                    point.relay(),
                    point.engine(),
                    point.total(),
                    report.at("/servers/0/resident_mb").asInt(),
                    point.latency("p50"),
                    point.latency("p99"));
        }
        Files.writeString(
                Path.of(args[1]),
                plot(points.stream()
                        .filter(point -> point.series().equals("viewers"))
                        .toList()));
    }

    /** Plots the dashboard's CPU over the number of viewers: the process, the event loops and the engine. */
    private static String plot(List<Point> points) {
        double mostViewers = points.stream().mapToInt(Point::value).max().orElse(1);
        double mostCores = points.stream().mapToDouble(Point::total).max().orElse(1) * 1.1;
        StringBuilder svg = new StringBuilder(4_096);
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" role=\"img\""
                + " font-family=\"system-ui, sans-serif\" font-size=\"12\">\n"
                + "<title>CPU of the dashboard over the number of viewers</title>\n"
                + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
                + "<text x=\"" + LEFT
                + "\" y=\"20\" font-size=\"14\" fill=\"#0f172a\">Cores of the dashboard over viewers</text>\n");
        for (int i = 0; i <= 4; i++) {
            double cores = mostCores * i / 4;
            double y = y(cores, mostCores);
            svg.append(String.format(
                    Locale.ROOT,
                    "<path d=\"M%d %.1fH%d\" stroke=\"#e3e6ea\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#52607a\">%.2f</text>%n",
                    LEFT,
                    y,
                    WIDTH - RIGHT,
                    LEFT - 8,
                    y + 4,
                    cores));
        }
        for (Point point : points) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#52607a\">%,d</text>%n",
                    x(point.value(), mostViewers),
                    HEIGHT - BOTTOM + 18,
                    point.value()));
        }
        line(svg, points, "whole process", "#2459d6", mostViewers, mostCores, point -> point.total());
        line(svg, points, "relay (event loops)", "#0b7a53", mostViewers, mostCores, point -> point.relay());
        line(svg, points, "engine (computes the views)", "#c2321f", mostViewers, mostCores, point -> point.engine());
        return svg.append("</svg>\n").toString();
    }

    private static void line(
            StringBuilder svg,
            List<Point> points,
            String name,
            String colour,
            double mostViewers,
            double mostCores,
            java.util.function.ToDoubleFunction<Point> cores) {
        List<String> corners = new ArrayList<>();
        for (Point point : points) {
            corners.add(String.format(
                    Locale.ROOT, "%.1f,%.1f", x(point.value(), mostViewers), y(cores.applyAsDouble(point), mostCores)));
        }
        Point last = points.get(points.size() - 1);
        svg.append(String.format(
                Locale.ROOT,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>"
                        + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"%s\">%s</text>%n",
                String.join(" ", corners),
                colour,
                WIDTH - RIGHT - 4,
                Math.max(TOP, y(cores.applyAsDouble(last), mostCores) - 8),
                colour,
                name));
    }

    private static double x(double viewers, double most) {
        return LEFT + viewers / most * (WIDTH - LEFT - RIGHT - 12);
    }

    private static double y(double cores, double most) {
        return HEIGHT - BOTTOM - cores / most * (HEIGHT - BOTTOM - TOP);
    }
}
