package io.thelook.producer.publish.format;

import io.thelook.producer.publish.format.Invoice.Line;
import io.thelook.producer.store.OrderItem;
import io.thelook.producer.store.OrderStatus;
import io.thelook.producer.tables.Label;
import java.util.List;

/** Shopify's resource LineItem. */
final class ShopifyItem {

    private ShopifyItem() {}

    /** The items of an invoice. */
    static List<Json> all(Invoice invoice, OrderStatus status) {
        return invoice.lines().stream().map(line -> of(line, invoice, status)).toList();
    }

    /** The item of a line. */
    static Json of(Line line, Invoice invoice, OrderStatus status) {
        OrderItem item = line.item();
        Label label = Label.of(item.product());
        boolean isShipped = status.wasShipped();
        boolean isVoid = status == OrderStatus.RETURNED || status == OrderStatus.CANCELLED;
        return ShopifyJson.identified("LineItem", item.id())
                .with("current_quantity", isVoid ? 0 : 1)
                .with("fulfillable_quantity", isShipped || isVoid ? 0 : 1)
                .with("fulfillment_service", "manual")
                .with("fulfillment_status", isShipped ? "fulfilled" : null)
                .with("gift_card", false)
                .with("grams", 0)
                .with("name", label.name())
                .with("price", Cents.text(line.price()))
                .with("price_set", ShopifyJson.money(line.price()))
                .with("product_exists", true)
                .with("product_id", item.product().id())
                .with("properties", List.of())
                .with("quantity", 1)
                .with("requires_shipping", true)
                .with("sku", label.sku())
                .with("taxable", true)
                .with("title", label.name())
                .with("total_discount", "0.00")
                .with("total_discount_set", ShopifyJson.money(0))
                .with("variant_id", item.product().id())
                .with("variant_inventory_management", "shopify")
                .with("variant_title", null)
                .with("vendor", label.brand())
                .with("tax_lines", ShopifyJson.taxLines(invoice, line.tax()))
                .with("duties", List.of())
                .with("discount_allocations", ShopifyDiscounts.allocations(line, invoice));
    }
}
