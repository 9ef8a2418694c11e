package io.thelook.dashboard.endpoint;

import static io.restassured.RestAssured.get;

/** The metrics of the dashboard under test. */
final class Meters {

    private Meters() {}

    static double metric(String name) {
        return get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
