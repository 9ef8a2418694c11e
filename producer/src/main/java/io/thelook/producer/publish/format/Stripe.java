package io.thelook.producer.publish.format;

import io.thelook.producer.store.Order;
import io.thelook.producer.store.OrderStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Webhooks of Stripe: {@code charge.succeeded} when an order is placed, and {@code refund.created} with
 * {@code charge.refunded} when it is returned or cancelled. The fields are those of the public documentation of the
 * objects Event, Charge and Refund.
 *
 * <p>Stripe knows payments only: the amount includes tax and shipping costs, and there are no items. The
 * refund of a returned order covers everything but the shipping costs; that of a cancelled order covers everything.
 */
final class Stripe implements Format {

    private static final String API_VERSION = "2024-10-28.acacia";
    private static final String CURRENCY = "usd";

    private static final Map<Topic, String> TYPES = Map.of(
            Topic.PLACED, "charge.succeeded",
            Topic.REFUNDED, "refund.created",
            Topic.CHANGED, "charge.refunded");

    @Override
    public List<Topic> topics(Order order, long at, boolean isNew) {
        List<Topic> topics = new ArrayList<>();
        if (isNew) {
            topics.add(Topic.PLACED);
        }
        OrderStatus status = order.statusAt(at);
        if (status == OrderStatus.RETURNED || status == OrderStatus.CANCELLED) {
            topics.add(Topic.REFUNDED);
            topics.add(Topic.CHANGED);
        }
        return topics;
    }

    @Override
    public List<byte[]> documents(Event event) {
        Invoice invoice = Invoice.of(event.order());
        Json object = event.topic() == Topic.REFUNDED ? refund(event, invoice) : charge(event, invoice);
        return List.of(Json.object()
                .with("id", ShopIds.text("evt_", event.id()))
                .with("object", "event")
                .with("api_version", API_VERSION)
                .with("created", seconds(event.at()))
                .with("data", Json.object().with("object", object))
                .with("livemode", false)
                .with("pending_webhooks", 1)
                .with("request", Json.object().with("id", null).with("idempotency_key", null))
                .with("type", TYPES.get(event.topic()))
                .toBytes());
    }

    @Override
    public Map<String, String> headers(Event event) {
        return Map.of("Content-Type", "application/json; charset=utf-8");
    }

    private static Json charge(Event event, Invoice invoice) {
        Order order = event.order();
        Customer customer = Customer.of(order.user());
        long refunded = event.topic() == Topic.PLACED ? 0 : refunded(event, invoice);
        return Json.object()
                .with("id", ShopIds.text("ch_", order.id()))
                .with("object", "charge")
                .with("amount", invoice.total())
                .with("amount_captured", invoice.total())
                .with("amount_refunded", refunded)
                .with("application", null)
                .with("application_fee", null)
                .with("application_fee_amount", null)
                .with("balance_transaction", ShopIds.text("txn_", order.id()))
                .with("billing_details", billing(customer))
                .with("calculated_statement_descriptor", "THELOOK")
                .with("captured", true)
                .with("created", seconds(order.createdAt()))
                .with("currency", CURRENCY)
                .with("customer", ShopIds.text("cus_", customer.id()))
                .with("description", "Order #" + ShopIds.shortNumber(order.id()))
                .with("disputed", false)
                .with("failure_code", null)
                .with("failure_message", null)
                .with("fraud_details", Json.object())
                .with("livemode", false)
                .with("metadata", metadata(order))
                .with("paid", true)
                .with("payment_intent", ShopIds.text("pi_", order.id()))
                .with("payment_method", ShopIds.text("pm_", order.id()))
                .with("payment_method_details", card(customer))
                .with("receipt_email", customer.contact().email())
                .with("refunded", refunded == invoice.total())
                .with("shipping", null)
                .with("statement_descriptor", null)
                .with("status", "succeeded");
    }

    private static Json refund(Event event, Invoice invoice) {
        Order order = event.order();
        UUID id = ShopIds.derived(order.id(), "refund");
        return Json.object()
                .with("id", ShopIds.text("re_", id))
                .with("object", "refund")
                .with("amount", refunded(event, invoice))
                .with("balance_transaction", ShopIds.text("txn_", id))
                .with("charge", ShopIds.text("ch_", order.id()))
                .with("created", seconds(event.at()))
                .with("currency", CURRENCY)
                .with("metadata", metadata(order))
                .with("payment_intent", ShopIds.text("pi_", order.id()))
                .with("reason", "requested_by_customer")
                .with("receipt_number", null)
                .with("source_transfer_reversal", null)
                .with("status", "succeeded")
                .with("transfer_reversal", null);
    }

    private static long refunded(Event event, Invoice invoice) {
        return event.status() == OrderStatus.CANCELLED ? invoice.total() : invoice.refund();
    }

    private static Json billing(Customer customer) {
        Json address = Json.object()
                .with("city", customer.place().city())
                .with("country", customer.countryCode())
                .with("line1", customer.contact().streetAddress())
                .with("line2", null)
                .with("postal_code", customer.contact().postalCode())
                .with("state", customer.place().state());
        return Json.object()
                .with("address", address)
                .with("email", customer.contact().email())
                .with("name", customer.name())
                .with("phone", null);
    }

    private static Json card(Customer customer) {
        Json card = Json.object()
                .with("brand", "visa")
                .with("country", customer.countryCode())
                .with("exp_month", 12)
                .with("exp_year", 2030)
                .with("funding", "credit")
                .with("last4", "4242");
        return Json.object().with("card", card).with("type", "card");
    }

    /** The data that a shop attaches to a payment to identify its order. */
    private static Json metadata(Order order) {
        return Json.object().with("order_id", order.id().toString());
    }

    private static long seconds(long millis) {
        return Math.floorDiv(millis, 1_000);
    }
}
