package io.thelook.producer.publish.format;

import io.thelook.producer.publish.format.Invoice.Line;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.OrderStatus;
import java.util.List;
import java.util.UUID;

/** Shopify's resource Refund. It covers all items with their tax, but not the shipping costs. */
final class ShopifyRefund {

    private ShopifyRefund() {}

    /** The refund of a returned order. */
    static Json of(Event event, Invoice invoice) {
        Order order = event.order();
        UUID id = ShopIds.derived(order.id(), "refund");
        String at = ShopTime.withOffset(event.at());
        Json transaction = ShopifyJson.identified("OrderTransaction", ShopIds.derived(id, "transaction"))
                .with("order_id", ShopIds.number(order.id()))
                .with("kind", "refund")
                .with("gateway", ShopifyJson.GATEWAY)
                .with("status", "success")
                .with("message", null)
                .with("created_at", at)
                .with("test", false)
                .with("parent_id", ShopIds.number(ShopIds.derived(order.id(), "sale")))
                .with("processed_at", at)
                .with("source_name", "web")
                .with("amount", Cents.text(invoice.refund()))
                .with("currency", ShopifyJson.CURRENCY);
        return ShopifyJson.identified("Refund", id)
                .with("order_id", ShopIds.number(order.id()))
                .with("created_at", at)
                .with("note", "Returned by the customer")
                .with("user_id", null)
                .with("processed_at", at)
                .with("restock", true)
                .with("duties", List.of())
                .with("order_adjustments", List.of())
                .with(
                        "refund_line_items",
                        invoice.lines().stream()
                                .map(line -> refundLine(line, invoice))
                                .toList())
                .with("transactions", List.of(transaction));
    }

    private static Json refundLine(Line line, Invoice invoice) {
        return Json.object()
                .with("id", ShopIds.number(ShopIds.derived(line.item().id(), "refund")))
                .with("quantity", 1)
                .with("line_item_id", ShopIds.number(line.item().id()))
                .with("location_id", ShopifyJson.LOCATION)
                .with("restock_type", "return")
                .with("subtotal", Cents.dollars(line.total()))
                .with("total_tax", Cents.dollars(line.tax()))
                .with("subtotal_set", ShopifyJson.money(line.total()))
                .with("total_tax_set", ShopifyJson.money(line.tax()))
                .with("line_item", ShopifyItem.of(line, invoice, OrderStatus.RETURNED));
    }
}
