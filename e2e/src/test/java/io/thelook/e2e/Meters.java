package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** The metrics of a service at /q/metrics. */
final class Meters {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ServiceProcess service;

    Meters(ServiceProcess service) {
        this.service = service;
    }

    private List<String> lines() {
        HttpRequest request =
                HttpRequest.newBuilder(service.uri("http", "/q/metrics")).build();
        try {
            return HTTP.send(request, BodyHandlers.ofString()).body().lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The sum of all values whose name, with its tags, begins like this. */
    double sum(String name) {
        return sum(lines(), name);
    }

    private static double sum(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** The number of records that the dashboard has received. */
    long received() {
        return Math.round(sum("thelook_records_received_total"));
    }

    /** The number of viewers. */
    int viewers() {
        return (int) sum("thelook_audience_peers{audience=\"live\"}");
    }

    /**
     * Asserts that everything that the dashboard has received is accounted for, as docs/metrics.md says. The counts
     * are not read at one moment, so that they add up only when nothing arrives meanwhile.
     */
    void assertAddUp() {
        await().atMost(SOON).untilAsserted(() -> {
            List<String> lines = lines();
            assertSum(lines, "thelook_frames_received_total", "applied", "malformed", "superseded", "out_of_sequence");
            assertSum(lines, "thelook_records_received_total", "applied", "duplicate", "late", "rejected");
        });
    }

    private static void assertSum(List<String> lines, String received, String... outcomes) {
        double sum = 0;
        for (String outcome : outcomes) {
            sum += sum(lines, received.replace("received", outcome));
        }
        assertThat(sum).as(received).isEqualTo(sum(lines, received)).isPositive();
    }
}
