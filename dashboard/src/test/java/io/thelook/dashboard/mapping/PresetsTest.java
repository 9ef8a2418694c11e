package io.thelook.dashboard.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The presets on made-up payloads in the documented shapes. The expected records are in files beside the payloads. */
class PresetsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shopify-order",
                "shopify-order-refunded",
                "shopify-order-taxes-included",
                "shopify-refund",
                "woocommerce-order",
                "woocommerce-order-refunded",
                "magento-order",
                "magento-orders-refunded",
                "stripe-charge-succeeded",
                "stripe-charge-refunded",
                "stripe-refund-created"
            })
    void examples_giveTheExpectedRecords(String example) {
        String preset = example.substring(0, example.indexOf('-'));

        assertThat(Json.records(preset, Json.example(example))).isEqualTo(Json.golden(example));
    }

    @Test
    void shopify_linesAddUpToTheSubtotal() {
        ObjectNode order = Json.example("shopify-order");

        assertThat(Json.sum(Json.records("shopify", order)))
                .isEqualByComparingTo(order.get("subtotal_price").asText());
    }

    @Test
    void shopify_linesAndRefundsAddUpToWhatIsLeft() {
        ObjectNode order = Json.example("shopify-order-refunded");
        BigDecimal discrepancy = new BigDecimal("-2.00");

        assertThat(Json.sum(Json.records("shopify", order)))
                .isEqualByComparingTo(
                        new BigDecimal(order.get("current_subtotal_price").asText()).add(discrepancy));
    }

    @Test
    void shopify_withTaxesIncluded_linesAddUpToTheSubtotalWithoutTheirTaxes() {
        ObjectNode order = Json.example("shopify-order-taxes-included");
        BigDecimal taxes = BigDecimal.ZERO;
        for (JsonNode line : order.get("line_items")) {
            taxes = taxes.add(
                    new BigDecimal(line.get("tax_lines").get(0).get("price").asText()));
        }
        List<JsonNode> lines = Json.records("shopify", order).stream()
                .filter(record -> !Json.isRefund(record))
                .toList();

        assertThat(Json.sum(lines))
                .isEqualByComparingTo(new BigDecimal(order.get("subtotal_price").asText()).subtract(taxes));
    }

    @Test
    void shopify_orderOfFiveHundredLines_addsUpExactly() {
        ObjectNode order = Json.example("shopify-order");
        ArrayNode lines = order.putArray("line_items");
        BigDecimal subtotal = BigDecimal.ZERO;
        for (int i = 1; i <= 500; i++) {
            ObjectNode line =
                    Json.example("shopify-order").withArray("line_items").get(0).deepCopy();
            BigDecimal price = new BigDecimal(i).movePointLeft(2).add(new BigDecimal("0.10"));
            int quantity = i % 7 + 1;
            BigDecimal gross = price.multiply(BigDecimal.valueOf(quantity));
            BigDecimal own = gross.multiply(new BigDecimal("0.1")).setScale(2, RoundingMode.DOWN);
            BigDecimal share = gross.multiply(new BigDecimal("0.03")).setScale(2, RoundingMode.DOWN);
            line.put("id", 9_000_000_000_000L + i).put("quantity", quantity);
            line.withObject("/price_set/shop_money").put("amount", price.toString());
            allocation(line, 0, own);
            allocation(line, 1, share);
            lines.add(line);
            subtotal = subtotal.add(gross).subtract(own).subtract(share);
        }

        List<JsonNode> records = Json.records("shopify", order);

        assertThat(records).hasSize(500);
        assertThat(records.stream().map(Json::identity)).doesNotHaveDuplicates();
        assertThat(Json.sum(records)).isEqualByComparingTo(subtotal);
    }

    private static void allocation(ObjectNode line, int index, BigDecimal amount) {
        ((ObjectNode) line.get("discount_allocations").get(index))
                .withObject("/amount_set/shop_money")
                .put("amount", amount.toString());
    }

    @Test
    void shopify_theSameRefundFromBothTopics_isOneRecordWithOneAmount() {
        for (String order : List.of("shopify-order-refunded", "shopify-order-taxes-included")) {
            ObjectNode payload = Json.example(order);
            List<JsonNode> inOrder = Json.records("shopify", payload).stream()
                    .filter(Json::isRefund)
                    .toList();
            List<JsonNode> alone =
                    Json.records("shopify", payload.get("refunds").get(0));

            assertThat(inOrder).isNotEmpty().allSatisfy(refund -> assertThat(
                            refund.get("sale_price").decimalValue())
                    .isNegative());
            assertThat(alone.stream().map(Json::identity))
                    .isEqualTo(inOrder.stream().map(Json::identity).toList());
            assertThat(Json.sum(alone)).isEqualByComparingTo(Json.sum(inOrder));
            assertThat(alone.get(0).get("updated_at").asText())
                    .isLessThan(inOrder.get(0).get("updated_at").asText());
        }
    }

    @Test
    void shopify_identitiesStayTheSame_andAnOlderPayloadHasTheOlderTime() {
        List<JsonNode> first = Json.records("shopify", Json.example("shopify-order"));
        List<JsonNode> later = Json.records("shopify", Json.example("shopify-order-refunded"));

        assertThat(later.stream().map(Json::identity))
                .startsWith(first.stream().map(Json::identity).toArray(String[]::new));
        assertThat(first.get(0).get("updated_at").asText())
                .isLessThan(later.get(0).get("updated_at").asText());
        assertThat(first.get(0).get("created_at")).isEqualTo(later.get(0).get("created_at"));
    }

    @ParameterizedTest
    @CsvSource({
        "cancelled_at, 2026-03-02T10:00:00Z, Cancelled",
        "financial_status, voided, Cancelled",
        "financial_status, refunded, Returned",
        "financial_status, pending, Processing"
    })
    void shopify_statusOfAnOrder(String field, String value, String status) {
        ObjectNode order = Json.example("shopify-order").put(field, value);

        assertThat(Json.records("shopify", order)).hasSize(2).allSatisfy(record -> {
            assertThat(record.get("item_status").asText()).isEqualTo(status);
            assertThat(record.get("sale_price").decimalValue()).isPositive();
        });
    }

    @Test
    void shopify_statusOfALine() {
        ObjectNode order = Json.example("shopify-order");
        ((ObjectNode) order.get("line_items").get(0)).put("fulfillment_status", "fulfilled");
        ((ObjectNode) order.get("line_items").get(1)).put("current_quantity", 0);

        assertThat(Json.records("shopify", order))
                .extracting(record -> record.get("item_status").asText())
                .containsExactly("Shipped", "Returned");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    /?utm_source=mail, https://www.google.com/, web, mail
                    /, https://www.google.com/search?q=x, web, google.com
                    , , web, Direct
                    , , pos, Point of sale
                    , , shopify_draft_order, Draft order
                    , , 580111, 580111
                    """)
    void shopify_trafficSource(String landing, String referring, String source, String expected) {
        ObjectNode order = Json.example("shopify-order")
                .put("landing_site", landing)
                .put("referring_site", referring)
                .put("source_name", source);

        assertThat(Json.records("shopify", order).get(0).get("traffic_source").asText())
                .isEqualTo(expected);
    }

    @Test
    void shopify_positiveAdjustment_staysPositive_andShippingIsLeftOut() {
        ObjectNode refund = Json.example("shopify-refund");
        refund.putArray("refund_line_items");
        ((ObjectNode) refund.get("order_adjustments").get(1))
                .withObject("/amount_set/shop_money")
                .put("amount", "1.50");

        assertThat(Json.records("shopify", refund))
                .singleElement()
                .satisfies(record -> assertThat(record.get("sale_price")).hasToString("1.50"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                    shopify     ~ {"id": 5}
                    shopify     ~ {"order_edit": {"id": 5, "order_id": 6, "line_items": {"additions": [], "removals": []}}}
                    shopify     ~ {"id": 5, "test": true, "line_items": [{"id": 1, "quantity": 1, "price": "1.00"}]}
                    shopify     ~ {"id": 5, "line_items": []}
                    woocommerce ~ {"id": 5}
                    woocommerce ~ {"id": 5, "status": "pending", "line_items": [{"id": 1, "quantity": 1, "total": "1.00"}]}
                    woocommerce ~ {"id": 5, "status": "checkout-draft", "line_items": [{"id": 1, "quantity": 1, "total": "1.00"}]}
                    woocommerce ~ {"id": 5, "status": "failed", "date_paid_gmt": null, "payment_method": "stripe", "line_items": [{"id": 1, "quantity": 1, "total": "1.00"}]}
                    magento     ~ {"id": 5}
                    magento     ~ {"items": [{"increment_id": "5"}]}
                    magento     ~ {"items": [], "search_criteria": {}, "total_count": 0}
                    magento     ~ {"increment_id": "5", "state": "pending_payment", "items": [{"item_id": 1, "qty_ordered": 1, "base_price": 1}]}
                    magento     ~ {"increment_id": "5", "state": "payment_review", "items": [{"item_id": 1, "qty_ordered": 1, "base_price": 1}]}
                    stripe      ~ {"id": "evt_1", "object": "event", "type": "payment_intent.succeeded", "data": {"object": {"id": "pi_1", "amount": 5}}}
                    stripe      ~ {"id": "evt_1", "object": "event", "type": "charge.failed", "data": {"object": {"id": "ch_1", "amount": 5, "currency": "eur"}}}
                    stripe      ~ {"id": "evt_1", "object": "event", "type": "charge.succeeded", "data": {"object": {"id": "ch_1", "amount": 5, "currency": "eur", "captured": false}}}
                    stripe      ~ {"id": "evt_1", "object": "event", "type": "charge.refunded", "data": {"object": {"id": "ch_1", "amount": 5, "amount_refunded": 5, "currency": "eur"}}}
                    stripe      ~ {"id": "ch_1", "object": "charge", "amount": 5}
                    """)
    void otherPayloads_giveNoRecords(String preset, String payload) {
        assertThat(Json.records(preset, Json.of(payload))).isEmpty();
    }

    @Test
    void woocommerce_linesAddUpToTheOrdersTotalWithoutTaxAndShipping() {
        ObjectNode order = Json.example("woocommerce-order");
        BigDecimal goods = new BigDecimal(order.get("total").asText())
                .subtract(new BigDecimal(order.get("total_tax").asText()))
                .subtract(new BigDecimal(order.get("shipping_total").asText()));

        assertThat(Json.sum(Json.records("woocommerce", order))).isEqualByComparingTo(goods);
    }

    @ParameterizedTest
    @CsvSource({
        "on-hold, Processing, 78.75",
        "completed, Complete, 78.75",
        "refunded, Returned, 78.75",
        "in-production, in-production, 78.75",
        "cancelled, Cancelled, 0"
    })
    void woocommerce_status(String status, String expected, String sum) {
        List<JsonNode> records =
                Json.records("woocommerce", Json.example("woocommerce-order").put("status", status));

        assertThat(records).hasSize(2).allSatisfy(record -> assertThat(
                        record.get("item_status").asText())
                .isEqualTo(expected));
        assertThat(Json.sum(records)).isEqualByComparingTo(sum);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                    utm, newsletter, checkout, newsletter
                    typein, (direct), checkout, Direct
                    admin, -, admin, Admin
                    mobile_app, -, checkout, Mobile app
                    -, -, rest-api, rest-api
                    -, -, checkout, -
                    """)
    void woocommerce_trafficSource(String type, String source, String created, String expected) {
        ObjectNode order = Json.example("woocommerce-order").put("created_via", created);
        ArrayNode meta = order.putArray("meta_data");
        meta.addObject().put("key", "_wc_order_attribution_source_type").put("value", type);
        meta.addObject().put("key", "_wc_order_attribution_utm_source").put("value", source);

        JsonNode given = Json.records("woocommerce", order).get(0).get("traffic_source");

        assertThat(given == null ? null : given.asText()).isEqualTo(expected);
    }

    @Test
    void woocommerce_guestAndNoShippingAddress() {
        ObjectNode order = Json.example("woocommerce-order").put("customer_id", 0);
        order.withObject("/shipping").put("country", "");

        JsonNode record = Json.records("woocommerce", order).get(0);

        assertThat(record.has("user_id")).isFalse();
        assertThat(record.get("country").asText()).isEqualTo("GB");
    }

    @Test
    void magento_linesAddUpToTheOrdersTotalWithoutTaxAndShipping() {
        ObjectNode order = Json.example("magento-order");
        BigDecimal goods = order.get("base_grand_total")
                .decimalValue()
                .subtract(order.get("base_tax_amount").decimalValue())
                .subtract(order.get("base_shipping_amount").decimalValue());

        assertThat(Json.sum(Json.records("magento", order))).isEqualByComparingTo(goods);
    }

    /** The children of a bundle with a fixed price, as those of a configurable product, have no amounts. */
    @Test
    void magento_bundleWithAFixedPrice_isItsParent() {
        ObjectNode order = Json.example("magento-order");
        for (JsonNode item : order.get("items")) {
            if (item.path("parent_item_id").asInt() == 103) {
                ((ObjectNode) item).put("base_price", 0);
            }
        }

        assertThat(Json.records("magento", order))
                .extracting(record -> record.get("item_id").asInt())
                .containsExactly(101, 103, 106);
    }

    /** Some versions give the price of a configurable product to its child, too. */
    @Test
    void magento_childWithAPrice_doesNotCountTwice() {
        ObjectNode order = Json.example("magento-order");
        ((ObjectNode) order.get("items").get(1)).put("base_price", 25);

        assertThat(Json.records("magento", order)).isEqualTo(Json.golden("magento-order"));
    }

    /** REST subtracts discounts from row totals; the database does not. */
    @Test
    void magento_rowTotals_doNotMatter() {
        ObjectNode order = Json.example("magento-order");
        order.get("items")
                .forEach(item -> ((ObjectNode) item).put("base_row_total", 1).put("row_total", 2));

        assertThat(Json.records("magento", order)).isEqualTo(Json.golden("magento-order"));
    }

    @ParameterizedTest
    @CsvSource({"0, 2, Processing, 45", "1, 1, Processing, 22.5", "2, 1, Cancelled, 0"})
    void magento_cancelledPieces_doNotCount(int cancelled, int quantity, String status, String price) {
        ObjectNode order = Json.example("magento-order");
        ((ObjectNode) order.get("items").get(0)).put("qty_canceled", cancelled);

        JsonNode record = Json.records("magento", order).get(0);

        assertThat(record.get("quantity").asInt()).isEqualTo(quantity);
        assertThat(record.get("item_status").asText()).isEqualTo(status);
        assertThat(record.get("sale_price").decimalValue()).isEqualByComparingTo(price);
    }

    @Test
    void magento_priceOfAPieceInFractionsOfCents_isRounded() {
        ObjectNode order = Json.example("magento-order");
        ((ObjectNode) order.get("items").get(5)).put("qty_ordered", 3).put("base_price", 8.3333);

        assertThat(Json.records("magento", order).get(3).get("sale_price")).hasToString("25.00");
    }

    /** A cancelled order takes back everything that has counted, with the same identities. */
    @ParameterizedTest
    @CsvSource({
        "new, Processing, 77",
        "processing, Processing, 77",
        "holded, Processing, 77",
        "complete, Complete, 77",
        "closed, Returned, 77",
        "canceled, Cancelled, 0"
    })
    void magento_state(String state, String expected, String sum) {
        ObjectNode order = Json.example("magento-order").put("state", state);
        order.get("items").forEach(item -> ((ObjectNode) item).put("qty_shipped", 0));

        List<JsonNode> records = Json.records("magento", order);

        assertThat(records).hasSize(4).allSatisfy(record -> assertThat(
                        record.get("item_status").asText())
                .isEqualTo(expected));
        assertThat(Json.sum(records)).isEqualByComparingTo(sum);
    }

    @Test
    void magento_guestWithoutShipping_andPartOfAPiece() {
        ObjectNode order = Json.example("magento-order").putNull("customer_id").put("customer_gender", 3);
        order.remove("extension_attributes");
        ((ObjectNode) order.get("items").get(0)).put("qty_ordered", 0.5);

        JsonNode record = Json.records("magento", order).get(0);

        assertThat(record.has("user_id")).isFalse();
        assertThat(record.has("gender")).isFalse();
        assertThat(record.get("country").asText()).isEqualTo("CH");
        assertThat(record.get("quantity").asInt()).isOne();
    }

    @Test
    void stripe_theSameRefundFromTwoEvents_isOneRecord() {
        List<JsonNode> created = Json.records("stripe", Json.example("stripe-refund-created"));
        List<JsonNode> refunded = Json.records("stripe", Json.example("stripe-charge-refunded"));

        assertThat(created).isEqualTo(refunded);
        assertThat(created.get(0).get("order_id"))
                .isEqualTo(Json.golden("stripe-charge-succeeded").get(0).get("order_id"));
    }

    @Test
    void stripe_aRefundThatFails_becomesZero() {
        ObjectNode event = Json.example("stripe-refund-created").put("type", "refund.failed");
        event.withObject("/data/object").put("status", "failed");

        JsonNode failed = Json.records("stripe", event).get(0);

        assertThat(failed.get("sale_price").decimalValue()).isEqualByComparingTo("0");
        assertThat(Json.identity(failed))
                .isEqualTo(Json.identity(Json.golden("stripe-refund-created").get(0)));
    }

    @Test
    void stripe_aCapturedCharge_hasTheCapturedAmount() {
        ObjectNode event = Json.example("stripe-charge-succeeded").put("type", "charge.captured");
        event.withObject("/data/object").put("amount_captured", 4000);

        assertThat(Json.records("stripe", event).get(0).get("sale_price")).hasToString("40.00");
    }

    @ParameterizedTest
    @CsvSource({
        "eur, 45.99",
        "jpy, 4599",
        "kwd, 4.599",
        "huf, 45.99",
        "twd, 45.99",
        "isk, 45.99",
        "ugx, 45.99",
        "mga, 4599",
        "vnd, 4599"
    })
    void stripe_amountInTheUnitsOfTheCurrency(String currency, String amount) {
        ObjectNode event = Json.example("stripe-charge-succeeded");
        event.withObject("/data/object").put("currency", currency);

        assertThat(Json.records("stripe", event).get(0).get("sale_price")).hasToString(amount);
    }

    @Test
    void stripe_aChargeWithoutPaymentIntent_isKnownByItsOwnId() {
        ObjectNode event = Json.example("stripe-charge-succeeded");
        event.withObject("/data/object").putNull("payment_intent").putNull("description");
        event.withObject("/data/object/billing_details/address").putNull("country");

        JsonNode record = Json.records("stripe", event).get(0);

        assertThat(Json.identity(record)).isEqualTo("ch_3MadeUp0001 ch_3MadeUp0001");
        assertThat(record.get("product").asText()).isEqualTo("HARBOUR MILLS");
        assertThat(record.get("country").asText()).isEqualTo("US");
    }
}
