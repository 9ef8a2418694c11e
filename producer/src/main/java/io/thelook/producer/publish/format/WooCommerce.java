package io.thelook.producer.publish.format;

import io.thelook.producer.publish.format.Invoice.Line;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.OrderItem;
import io.thelook.producer.store.OrderStatus;
import io.thelook.producer.tables.Label;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Webhooks of WooCommerce: {@code order.created}, and {@code order.updated} when an order is shipped, cancelled or
 * returned. The fields are those of the resource Order in version 3 of the public REST API, which the webhooks send.
 *
 * <p>WooCommerce has no statuses for shipping: a shipped order is {@code completed}, and its delivery
 * changes nothing. A returned order has an entry in {@code refunds} for the items and their tax; it is {@code refunded}
 * if there were no shipping costs to keep. An offer lowers the price, a discount code is a coupon.
 */
final class WooCommerce implements Format {

    private static final String VERSION = "9.4.1";
    private static final String SITE = "https://thelook.example/";
    private static final String CURRENCY = "USD";
    private static final String PAYMENT = "Credit card";
    private static final String TAX = "Sales Tax";
    private static final int RATE_ID = 1;

    /** The number of this webhook in the shop's list. */
    private static final String WEBHOOK_ID = "1";

    @Override
    public List<Topic> topics(Order order, long at, boolean isNew) {
        if (isNew) {
            return List.of(Topic.PLACED);
        }
        return order.statusAt(at) == OrderStatus.COMPLETE ? List.of() : List.of(Topic.CHANGED);
    }

    @Override
    public List<byte[]> documents(Event event) {
        return List.of(order(event, Invoice.of(event.order())).toBytes());
    }

    @Override
    public Map<String, String> headers(Event event) {
        String what = event.topic() == Topic.PLACED ? "created" : "updated";
        return Map.of(
                "X-WC-Webhook-Source",
                SITE,
                "X-WC-Webhook-Topic",
                "order." + what,
                "X-WC-Webhook-Resource",
                "order",
                "X-WC-Webhook-Event",
                what,
                "X-WC-Webhook-ID",
                WEBHOOK_ID,
                "X-WC-Webhook-Delivery-ID",
                event.id().toString().replace("-", ""));
    }

    private static Json order(Event event, Invoice invoice) {
        Order order = event.order();
        OrderStatus status = event.status();
        Customer customer = Customer.of(order.user());
        long created = order.createdAt();
        Long completed = status.wasShipped() ? (Long) Math.min(order.shippedAt(), event.at()) : null;
        long discountTax = invoice.lines().stream()
                .mapToLong(line -> taxBefore(line, invoice) - line.tax())
                .sum();
        return Json.object()
                .with("id", ShopIds.number(order.id()))
                .with("parent_id", 0)
                .with("status", label(status, invoice))
                .with("currency", CURRENCY)
                .with("version", VERSION)
                .with("prices_include_tax", false)
                .with("date_created", ShopTime.local(created))
                .with("date_modified", ShopTime.local(event.at()))
                .with("discount_total", Cents.text(invoice.codes()))
                .with("discount_tax", Cents.text(discountTax))
                .with("shipping_total", Cents.text(invoice.shipping()))
                .with("shipping_tax", "0.00")
                .with("cart_tax", Cents.text(invoice.tax()))
                .with("total", Cents.text(invoice.total()))
                .with("total_tax", Cents.text(invoice.tax()))
                .with("customer_id", ShopIds.number(customer.id()))
                .with(
                        "order_key",
                        "wc_order_" + order.id().toString().replace("-", "").substring(0, 13))
                .with(
                        "billing",
                        address(customer)
                                .with("email", customer.contact().email())
                                .with("phone", ""))
                .with("shipping", address(customer).with("phone", ""))
                .with("payment_method", "stripe")
                .with("payment_method_title", PAYMENT)
                .with("transaction_id", ShopIds.text("ch_", order.id()))
                .with("customer_ip_address", "")
                .with("customer_user_agent", "")
                .with("created_via", "checkout")
                .with("customer_note", "")
                .with("date_completed", completed == null ? null : ShopTime.local(completed))
                .with("date_paid", ShopTime.local(created))
                .with("cart_hash", "")
                .with("number", Long.toString(ShopIds.number(order.id())))
                .with("meta_data", List.of(source(order)))
                .with(
                        "line_items",
                        invoice.lines().stream()
                                .map(line -> lineItem(line, invoice))
                                .toList())
                .with("tax_lines", taxLines(order, invoice))
                .with("shipping_lines", shippingLines(order, invoice))
                .with("fee_lines", List.of())
                .with("coupon_lines", couponLines(order, invoice, discountTax))
                .with("refunds", status == OrderStatus.RETURNED ? List.of(refund(order, invoice)) : List.of())
                .with("payment_url", "")
                .with("is_editable", false)
                .with("needs_payment", false)
                .with("needs_processing", status == OrderStatus.PROCESSING)
                .with("date_created_gmt", ShopTime.utc(created))
                .with("date_modified_gmt", ShopTime.utc(event.at()))
                .with("date_completed_gmt", completed == null ? null : ShopTime.utc(completed))
                .with("date_paid_gmt", ShopTime.utc(created))
                .with("currency_symbol", "$");
    }

    private static String label(OrderStatus status, Invoice invoice) {
        return switch (status) {
            case PROCESSING -> "processing";
            case SHIPPED, COMPLETE -> "completed";
            case CANCELLED -> "cancelled";
            case RETURNED -> invoice.shipping() == 0 ? "refunded" : "completed";
        };
    }

    /** How the customer came to the shop, under the name that WooCommerce's order attribution gives it. */
    private static Json source(Order order) {
        return Json.object()
                .with("id", ShopIds.number(ShopIds.derived(order.id(), "source")))
                .with("key", "_wc_order_attribution_utm_source")
                .with("value", order.user().trafficSource());
    }

    private static Json lineItem(Line line, Invoice invoice) {
        OrderItem item = line.item();
        Label label = Label.of(item.product());
        return Json.object()
                .with("id", ShopIds.number(item.id()))
                .with("name", label.name())
                .with("product_id", item.product().id())
                .with("variation_id", 0)
                .with("quantity", 1)
                .with("tax_class", "")
                .with("subtotal", Cents.text(before(line)))
                .with("subtotal_tax", Cents.text(taxBefore(line, invoice)))
                .with("total", Cents.text(line.total()))
                .with("total_tax", Cents.text(line.tax()))
                .with(
                        "taxes",
                        invoice.taxRate() == 0
                                ? List.of()
                                : List.of(Json.object()
                                        .with("id", RATE_ID)
                                        .with("total", Cents.text(line.tax()))
                                        .with("subtotal", Cents.text(taxBefore(line, invoice)))))
                .with("meta_data", List.of())
                .with("sku", label.sku())
                .with("price", Cents.dollars(line.total()))
                .with("image", Json.object().with("id", "").with("src", ""))
                .with("parent_name", null);
    }

    /** A line's amount before coupons. */
    private static long before(Line line) {
        return line.price() - line.offer();
    }

    private static long taxBefore(Line line, Invoice invoice) {
        return Cents.share(before(line), invoice.taxRate());
    }

    private static List<Json> taxLines(Order order, Invoice invoice) {
        return invoice.taxRate() == 0
                ? List.of()
                : List.of(part(order, "tax")
                        .with("rate_code", "US-TAX-1")
                        .with("rate_id", RATE_ID)
                        .with("label", TAX)
                        .with("compound", false)
                        .with("tax_total", Cents.text(invoice.tax()))
                        .with("shipping_tax_total", "0.00")
                        .with("rate_percent", invoice.taxRate() / 1e2)
                        .with("meta_data", List.of()));
    }

    private static List<Json> shippingLines(Order order, Invoice invoice) {
        return invoice.shipping() == 0
                ? List.of()
                : List.of(part(order, "shipping")
                        .with("method_title", "Flat rate")
                        .with("method_id", "flat_rate")
                        .with("instance_id", "1")
                        .with("total", Cents.text(invoice.shipping()))
                        .with("total_tax", "0.00")
                        .with("taxes", List.of())
                        .with("meta_data", List.of()));
    }

    private static List<Json> couponLines(Order order, Invoice invoice, long discountTax) {
        return invoice.percentOff() == 0
                ? List.of()
                : List.of(part(order, "coupon")
                        .with("code", invoice.codeName())
                        .with("discount", Cents.text(invoice.codes()))
                        .with("discount_tax", Cents.text(discountTax))
                        .with("meta_data", List.of())
                        .with("discount_type", "percent")
                        .with("nominal_amount", invoice.percentOff()));
    }

    private static Json refund(Order order, Invoice invoice) {
        return part(order, "refund")
                .with("reason", "Returned by the customer")
                .with("total", Cents.text(-invoice.refund()));
    }

    private static Json part(Order order, String kind) {
        UUID id = ShopIds.derived(order.id(), kind);
        return Json.object().with("id", ShopIds.number(id));
    }

    private static Json address(Customer customer) {
        return Json.object()
                .with("first_name", customer.contact().firstName())
                .with("last_name", customer.contact().lastName())
                .with("company", "")
                .with("address_1", customer.contact().streetAddress())
                .with("address_2", "")
                .with("city", customer.place().city())
                .with("state", customer.place().state())
                .with("postcode", customer.contact().postalCode())
                .with("country", customer.countryCode());
    }
}
