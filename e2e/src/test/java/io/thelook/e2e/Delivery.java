package io.thelook.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Delivers orders to a dashboard, as a shop does. */
final class Delivery {

    static final String TOKEN = "a-token-of-the-test";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Delivery() {}

    /** Posts a body with {@link #TOKEN}, and returns the response. */
    static HttpResponse<String> post(HttpClient client, ServiceProcess dashboard, String body)
            throws IOException, InterruptedException {
        return client.send(request(dashboard, body), BodyHandlers.ofString());
    }

    /** The request that posts a body with {@link #TOKEN}. */
    static HttpRequest request(ServiceProcess dashboard, String body) {
        return request(dashboard.uri("http", "/ingest"), body);
    }

    /** The same, for the address of /ingest. */
    static HttpRequest request(URI ingest, String body) {
        return HttpRequest.newBuilder(ingest)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + TOKEN)
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    /** A minimal record. */
    static String record(String order, String item, int price) {
        return "{\"order_id\":\"" + order + "\",\"item_id\":\"" + item + "\",\"sale_price\":" + price + "}";
    }
}
