package io.thelook.producer.publish.format;

import io.thelook.producer.store.Order;
import io.thelook.producer.store.OrderStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Shopify's resource Order. A cancelled order is voided, not refunded. */
final class ShopifyOrder {

    private ShopifyOrder() {}

    /** The order as it is after an event. */
    static Json of(Event event, Invoice invoice) {
        Order order = event.order();
        OrderStatus status = event.status();
        Customer customer = Customer.of(order.user());
        boolean isReturned = status == OrderStatus.RETURNED;
        boolean isCancelled = status == OrderStatus.CANCELLED;
        boolean isVoid = isReturned || isCancelled;
        long number = ShopIds.shortNumber(order.id());
        String createdAt = ShopTime.withOffset(order.createdAt());
        long left = isCancelled ? 0 : isReturned ? invoice.total() - invoice.refund() : invoice.total();
        return ShopifyJson.identified("Order", order.id())
                .with("app_id", null)
                .with("browser_ip", null)
                .with("buyer_accepts_marketing", false)
                .with("cancel_reason", isCancelled ? "customer" : null)
                .with("cancelled_at", isCancelled ? ShopTime.withOffset(event.at()) : null)
                .with("cart_token", null)
                .with("checkout_id", ShopIds.number(ShopIds.derived(order.id(), "checkout")))
                .with("closed_at", null)
                .with("confirmed", true)
                .with("contact_email", customer.contact().email())
                .with("created_at", createdAt)
                .with("currency", ShopifyJson.CURRENCY)
                .with("current_subtotal_price", Cents.text(isVoid ? 0 : invoice.subtotal()))
                .with("current_total_discounts", Cents.text(isVoid ? 0 : invoice.discounts()))
                .with("current_total_price", Cents.text(left))
                .with("current_total_tax", Cents.text(isVoid ? 0 : invoice.tax()))
                .with("customer_locale", "en")
                .with("discount_codes", ShopifyDiscounts.codes(invoice))
                .with("email", customer.contact().email())
                .with("estimated_taxes", false)
                .with("financial_status", financialStatus(status, invoice))
                .with("fulfillment_status", status.wasShipped() ? "fulfilled" : null)
                .with("landing_site", "/?utm_source=" + inUri(order.user().trafficSource()))
                .with("name", "#" + number)
                .with("note", null)
                .with("note_attributes", List.of())
                .with("number", number - 1_000)
                .with("order_number", number)
                .with("payment_gateway_names", List.of(ShopifyJson.GATEWAY))
                .with("phone", null)
                .with("presentment_currency", ShopifyJson.CURRENCY)
                .with("processed_at", createdAt)
                .with("referring_site", null)
                .with("source_name", "web")
                .with("subtotal_price", Cents.text(invoice.subtotal()))
                .with("subtotal_price_set", ShopifyJson.money(invoice.subtotal()))
                .with("tags", "")
                .with("tax_lines", ShopifyJson.taxLines(invoice, invoice.tax()))
                .with("taxes_included", false)
                .with("test", false)
                .with("token", order.id().toString().replace("-", ""))
                .with("total_discounts", Cents.text(invoice.discounts()))
                .with("total_discounts_set", ShopifyJson.money(invoice.discounts()))
                .with("total_line_items_price", Cents.text(invoice.prices()))
                .with("total_line_items_price_set", ShopifyJson.money(invoice.prices()))
                .with("total_outstanding", "0.00")
                .with("total_price", Cents.text(invoice.total()))
                .with("total_price_set", ShopifyJson.money(invoice.total()))
                .with("total_shipping_price_set", ShopifyJson.money(invoice.shipping()))
                .with("total_tax", Cents.text(invoice.tax()))
                .with("total_tax_set", ShopifyJson.money(invoice.tax()))
                .with("total_tip_received", "0.00")
                .with("total_weight", 0)
                .with("updated_at", ShopTime.withOffset(event.at()))
                .with("user_id", null)
                .with("billing_address", address(customer))
                .with("customer", customer(customer))
                .with("discount_applications", ShopifyDiscounts.applications(invoice))
                .with("fulfillments", status.wasShipped() ? List.of(fulfillment(event)) : List.of())
                .with("line_items", ShopifyItem.all(invoice, status))
                .with("payment_terms", null)
                .with("refunds", isReturned ? List.of(ShopifyRefund.of(event, invoice)) : List.of())
                .with("shipping_address", address(customer))
                .with("shipping_lines", shippingLines(order, invoice));
    }

    private static List<Json> shippingLines(Order order, Invoice invoice) {
        return invoice.shipping() == 0
                ? List.of()
                : List.of(Json.object()
                        .with("id", ShopIds.number(ShopIds.derived(order.id(), "shipping")))
                        .with("code", "Standard")
                        .with("discounted_price", Cents.text(invoice.shipping()))
                        .with("discounted_price_set", ShopifyJson.money(invoice.shipping()))
                        .with("price", Cents.text(invoice.shipping()))
                        .with("price_set", ShopifyJson.money(invoice.shipping()))
                        .with("source", "shopify")
                        .with("title", "Standard")
                        .with("tax_lines", List.of())
                        .with("discount_allocations", List.of()));
    }

    private static Json fulfillment(Event event) {
        Order order = event.order();
        return ShopifyJson.identified("Fulfillment", ShopIds.derived(order.id(), "fulfillment"))
                .with("order_id", ShopIds.number(order.id()))
                .with("status", "success")
                .with("created_at", ShopTime.withOffset(Math.min(order.shippedAt(), event.at())))
                .with("updated_at", ShopTime.withOffset(event.at()))
                .with("service", "manual")
                .with("shipment_status", event.status().wasDelivered() ? "delivered" : null)
                .with("location_id", ShopifyJson.LOCATION)
                .with("tracking_company", null)
                .with("tracking_number", null);
    }

    private static Json customer(Customer customer) {
        String createdAt = ShopTime.withOffset(customer.user().createdAt());
        return ShopifyJson.identified("Customer", customer.id())
                .with("email", customer.contact().email())
                .with("created_at", createdAt)
                .with("updated_at", createdAt)
                .with("first_name", customer.contact().firstName())
                .with("last_name", customer.contact().lastName())
                .with("state", "enabled")
                .with("note", null)
                .with("verified_email", true)
                .with("tax_exempt", false)
                .with("phone", null)
                .with("currency", ShopifyJson.CURRENCY)
                .with("default_address", address(customer));
    }

    private static Json address(Customer customer) {
        return Json.object()
                .with("first_name", customer.contact().firstName())
                .with("last_name", customer.contact().lastName())
                .with("name", customer.name())
                .with("company", null)
                .with("address1", customer.contact().streetAddress())
                .with("address2", null)
                .with("city", customer.place().city())
                .with("province", customer.place().state())
                .with("zip", customer.contact().postalCode())
                .with("country", customer.place().country())
                .with("country_code", customer.countryCode())
                .with("phone", null);
    }

    private static String financialStatus(OrderStatus status, Invoice invoice) {
        return switch (status) {
            case CANCELLED -> "voided";
            case RETURNED -> invoice.shipping() == 0 ? "refunded" : "partially_refunded";
            case PROCESSING, SHIPPED, COMPLETE -> "paid";
        };
    }

    private static String inUri(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
