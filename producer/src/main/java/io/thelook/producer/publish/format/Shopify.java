package io.thelook.producer.publish.format;

import io.thelook.producer.publish.format.Invoice.Line;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.OrderItem;
import io.thelook.producer.store.OrderStatus;
import io.thelook.producer.tables.Label;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Webhooks of Shopify: {@code orders/create}, {@code orders/updated} when an order is shipped, delivered, cancelled or
 * returned, and {@code refunds/create} when it is returned. The fields are those of the public documentation of the
 * resources Order and Refund.
 *
 * <p>A cancelled order is voided, not refunded. A refund gives back all items with their tax, not the shipping costs.
 */
final class Shopify implements Format {

    private static final String API_VERSION = "2025-01";
    private static final String DOMAIN = "thelook.myshopify.example";
    private static final String CURRENCY = "USD";
    private static final String GATEWAY = "bogus";
    private static final String TAX = "Sales Tax";
    private static final long LOCATION = 7_001_002_003_004L;

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
        Json document = event.topic() == Topic.REFUNDED ? refund(event, invoice) : order(event, invoice);
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

    private static Json order(Event event, Invoice invoice) {
        Order order = event.order();
        OrderStatus status = event.status();
        Customer customer = Customer.of(order.user());
        boolean isReturned = status == OrderStatus.RETURNED;
        boolean isCancelled = status == OrderStatus.CANCELLED;
        boolean isVoid = isReturned || isCancelled;
        long number = ShopIds.shortNumber(order.id());
        String createdAt = ShopTime.withOffset(order.createdAt());
        long left = isCancelled ? 0 : isReturned ? invoice.total() - invoice.refund() : invoice.total();
        return identified("Order", order.id())
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
                .with("currency", CURRENCY)
                .with("current_subtotal_price", Cents.text(isVoid ? 0 : invoice.subtotal()))
                .with("current_total_discounts", Cents.text(isVoid ? 0 : invoice.discounts()))
                .with("current_total_price", Cents.text(left))
                .with("current_total_tax", Cents.text(isVoid ? 0 : invoice.tax()))
                .with("customer_locale", "en")
                .with("discount_codes", discountCodes(invoice))
                .with("email", customer.contact().email())
                .with("estimated_taxes", false)
                .with("financial_status", financialStatus(status, invoice))
                .with("fulfillment_status", isShipped(status) ? "fulfilled" : null)
                .with("landing_site", "/?utm_source=" + inUri(order.user().trafficSource()))
                .with("name", "#" + number)
                .with("note", null)
                .with("note_attributes", List.of())
                .with("number", number - 1_000)
                .with("order_number", number)
                .with("payment_gateway_names", List.of(GATEWAY))
                .with("phone", null)
                .with("presentment_currency", CURRENCY)
                .with("processed_at", createdAt)
                .with("referring_site", null)
                .with("source_name", "web")
                .with("subtotal_price", Cents.text(invoice.subtotal()))
                .with("subtotal_price_set", set(invoice.subtotal()))
                .with("tags", "")
                .with("tax_lines", taxLines(invoice, invoice.tax()))
                .with("taxes_included", false)
                .with("test", false)
                .with("token", order.id().toString().replace("-", ""))
                .with("total_discounts", Cents.text(invoice.discounts()))
                .with("total_discounts_set", set(invoice.discounts()))
                .with("total_line_items_price", Cents.text(invoice.prices()))
                .with("total_line_items_price_set", set(invoice.prices()))
                .with("total_outstanding", "0.00")
                .with("total_price", Cents.text(invoice.total()))
                .with("total_price_set", set(invoice.total()))
                .with("total_shipping_price_set", set(invoice.shipping()))
                .with("total_tax", Cents.text(invoice.tax()))
                .with("total_tax_set", set(invoice.tax()))
                .with("total_tip_received", "0.00")
                .with("total_weight", 0)
                .with("updated_at", ShopTime.withOffset(event.at()))
                .with("user_id", null)
                .with("billing_address", address(customer))
                .with("customer", customer(customer))
                .with("discount_applications", discountApplications(invoice))
                .with("fulfillments", isShipped(status) ? List.of(fulfillment(event)) : List.of())
                .with("line_items", lineItems(invoice, status))
                .with("payment_terms", null)
                .with("refunds", isReturned ? List.of(refund(event, invoice)) : List.of())
                .with("shipping_address", address(customer))
                .with("shipping_lines", shippingLines(order, invoice));
    }

    private static Json refund(Event event, Invoice invoice) {
        Order order = event.order();
        UUID id = ShopIds.derived(order.id(), "refund");
        String at = ShopTime.withOffset(event.at());
        Json transaction = identified("OrderTransaction", ShopIds.derived(id, "transaction"))
                .with("order_id", ShopIds.number(order.id()))
                .with("kind", "refund")
                .with("gateway", GATEWAY)
                .with("status", "success")
                .with("message", null)
                .with("created_at", at)
                .with("test", false)
                .with("parent_id", ShopIds.number(ShopIds.derived(order.id(), "sale")))
                .with("processed_at", at)
                .with("source_name", "web")
                .with("amount", Cents.text(invoice.refund()))
                .with("currency", CURRENCY);
        return identified("Refund", id)
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
                .with("location_id", LOCATION)
                .with("restock_type", "return")
                .with("subtotal", Cents.dollars(line.total()))
                .with("total_tax", Cents.dollars(line.tax()))
                .with("subtotal_set", set(line.total()))
                .with("total_tax_set", set(line.tax()))
                .with("line_item", lineItem(line, invoice, OrderStatus.RETURNED));
    }

    private static List<Json> lineItems(Invoice invoice, OrderStatus status) {
        return invoice.lines().stream()
                .map(line -> lineItem(line, invoice, status))
                .toList();
    }

    private static Json lineItem(Line line, Invoice invoice, OrderStatus status) {
        OrderItem item = line.item();
        Label label = Label.of(item.product());
        boolean isShipped = isShipped(status);
        boolean isVoid = status == OrderStatus.RETURNED || status == OrderStatus.CANCELLED;
        return identified("LineItem", item.id())
                .with("current_quantity", isVoid ? 0 : 1)
                .with("fulfillable_quantity", isShipped || isVoid ? 0 : 1)
                .with("fulfillment_service", "manual")
                .with("fulfillment_status", isShipped ? "fulfilled" : null)
                .with("gift_card", false)
                .with("grams", 0)
                .with("name", label.name())
                .with("price", Cents.text(line.price()))
                .with("price_set", set(line.price()))
                .with("product_exists", true)
                .with("product_id", item.product().id())
                .with("properties", List.of())
                .with("quantity", 1)
                .with("requires_shipping", true)
                .with("sku", label.sku())
                .with("taxable", true)
                .with("title", label.name())
                .with("total_discount", "0.00")
                .with("total_discount_set", set(0))
                .with("variant_id", item.product().id())
                .with("variant_inventory_management", "shopify")
                .with("variant_title", null)
                .with("vendor", label.brand())
                .with("tax_lines", taxLines(invoice, line.tax()))
                .with("duties", List.of())
                .with("discount_allocations", discountAllocations(line, invoice));
    }

    /** The code comes first, then the offer: {@link #discountAllocations} refers to this order. */
    private static List<Json> discountApplications(Invoice invoice) {
        List<Json> applications = new ArrayList<>();
        if (invoice.percentOff() > 0) {
            applications.add(discountApplication("discount_code", invoice.percentOff() + ".0", "percentage", "all")
                    .with("code", invoice.codeName()));
        }
        if (invoice.offers() > 0) {
            applications.add(discountApplication("automatic", Cents.text(invoice.offers()), "fixed_amount", "entitled")
                    .with("title", "Flash sale"));
        }
        return applications;
    }

    private static Json discountApplication(String type, String value, String valueType, String selection) {
        return Json.object()
                .with("target_type", "line_item")
                .with("type", type)
                .with("value", value)
                .with("value_type", valueType)
                .with("allocation_method", "across")
                .with("target_selection", selection);
    }

    private static List<Json> discountAllocations(Line line, Invoice invoice) {
        List<Json> allocations = new ArrayList<>();
        if (invoice.percentOff() > 0) {
            allocations.add(discountAllocation(line.code(), 0));
        }
        if (line.offer() > 0) {
            allocations.add(discountAllocation(line.offer(), invoice.percentOff() > 0 ? 1 : 0));
        }
        return allocations;
    }

    private static Json discountAllocation(long amount, int application) {
        return Json.object()
                .with("amount", Cents.text(amount))
                .with("amount_set", set(amount))
                .with("discount_application_index", application);
    }

    private static List<Json> discountCodes(Invoice invoice) {
        return invoice.percentOff() == 0
                ? List.of()
                : List.of(Json.object()
                        .with("code", invoice.codeName())
                        .with("amount", Cents.text(invoice.codes()))
                        .with("type", "percentage"));
    }

    private static List<Json> taxLines(Invoice invoice, long tax) {
        return invoice.taxRate() == 0
                ? List.of()
                : List.of(Json.object()
                        .with("price", Cents.text(tax))
                        .with("rate", invoice.taxRate() / 1e4)
                        .with("title", TAX)
                        .with("price_set", set(tax))
                        .with("channel_liable", false));
    }

    private static List<Json> shippingLines(Order order, Invoice invoice) {
        return invoice.shipping() == 0
                ? List.of()
                : List.of(Json.object()
                        .with("id", ShopIds.number(ShopIds.derived(order.id(), "shipping")))
                        .with("code", "Standard")
                        .with("discounted_price", Cents.text(invoice.shipping()))
                        .with("discounted_price_set", set(invoice.shipping()))
                        .with("price", Cents.text(invoice.shipping()))
                        .with("price_set", set(invoice.shipping()))
                        .with("source", "shopify")
                        .with("title", "Standard")
                        .with("tax_lines", List.of())
                        .with("discount_allocations", List.of()));
    }

    private static Json fulfillment(Event event) {
        Order order = event.order();
        boolean isDelivered = event.status() != OrderStatus.SHIPPED;
        return identified("Fulfillment", ShopIds.derived(order.id(), "fulfillment"))
                .with("order_id", ShopIds.number(order.id()))
                .with("status", "success")
                .with("created_at", ShopTime.withOffset(Math.min(order.shippedAt(), event.at())))
                .with("updated_at", ShopTime.withOffset(event.at()))
                .with("service", "manual")
                .with("shipment_status", isDelivered ? "delivered" : null)
                .with("location_id", LOCATION)
                .with("tracking_company", null)
                .with("tracking_number", null);
    }

    private static Json customer(Customer customer) {
        String createdAt = ShopTime.withOffset(customer.user().createdAt());
        return identified("Customer", customer.id())
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
                .with("currency", CURRENCY)
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

    private static boolean isShipped(OrderStatus status) {
        return status != OrderStatus.PROCESSING && status != OrderStatus.CANCELLED;
    }

    private static Json identified(String kind, UUID id) {
        long number = ShopIds.number(id);
        return Json.object().with("id", number).with("admin_graphql_api_id", "gid://shopify/" + kind + "/" + number);
    }

    private static Json set(long cents) {
        Json money = Json.object().with("amount", Cents.text(cents)).with("currency_code", CURRENCY);
        return Json.object().with("shop_money", money).with("presentment_money", money);
    }

    private static String inUri(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
