package io.thelook.producer.publish.format;

import io.thelook.producer.store.Order;
import io.thelook.producer.store.OrderStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * Webhooks of Shopify: {@code orders/create}, {@code orders/updated} when an order is shipped, delivered, cancelled or
 * returned, and {@code refunds/create} when it is returned. The fields are those of the public documentation of the
 * resources Order and Refund: see {@link ShopifyOrder} and {@link ShopifyRefund}.
 */
final class Shopify implements Format {

    private static final String API_VERSION = "2025-01";
    private static final String DOMAIN = "thelook.myshopify.example";

    private static final Map<Topic, String> TOPICS = Map.of(
            Topic.PLACED, "orders/create",
            Topic.CHANGED, "orders/updated",
            Topic.REFUNDED, "refunds/create");

    @Override
    public List<Topic> topics(Order order, long at, boolean isNew) {
        boolean isReturned = order.statusAt(at) == OrderStatus.RETURNED;
        if (isNew) {
            return isReturned ? List.of(Topic.PLACED, Topic.REFUNDED) : List.of(Topic.PLACED);
        }
        return isReturned ? List.of(Topic.REFUNDED, Topic.CHANGED) : List.of(Topic.CHANGED);
    }

    @Override
    public List<byte[]> documents(Event event) {
        Invoice invoice = Invoice.of(event.order());
        Json document =
                event.topic() == Topic.REFUNDED ? ShopifyRefund.of(event, invoice) : ShopifyOrder.of(event, invoice);
        return List.of(document.toBytes());
    }

    @Override
    public Map<String, String> headers(Event event) {
        return Map.of(
                "X-Shopify-Topic", TOPICS.get(event.topic()),
                "X-Shopify-Shop-Domain", DOMAIN,
                "X-Shopify-API-Version", API_VERSION,
                "X-Shopify-Webhook-Id", event.id().toString(),
                "X-Shopify-Event-Id", ShopIds.derived(event.id(), "event").toString(),
                "X-Shopify-Triggered-At",
                        Instant.ofEpochMilli(event.at())
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString());
    }
}
