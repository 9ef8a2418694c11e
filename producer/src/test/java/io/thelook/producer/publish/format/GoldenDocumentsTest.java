package io.thelook.producer.publish.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thelook.producer.store.Order;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The documents of an order with a discount code, an offer, tax and shipping costs, as the files show them. To write
 * the files again, set the system property {@code golden} to their folder, and review the difference.
 */
class GoldenDocumentsTest {

    /** With this id, the order has a code, tax and shipping costs. */
    private static final int EVERYTHING = number(true);

    /** With this id, the order has nothing of that. */
    private static final int PLAIN = number(false);

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static int number(boolean hasExtras) {
        for (int i = 0; ; i++) {
            Invoice invoice = Invoice.of(Orders.returned(i));
            if ((invoice.percentOff() > 0) == hasExtras
                    && (invoice.taxRate() > 0) == hasExtras
                    && (invoice.shipping() > 0) == hasExtras) {
                return i;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SHOPIFY, PLACED, 0, shopify-orders-create",
        "SHOPIFY, CHANGED, 60000, shopify-orders-updated-shipped",
        "SHOPIFY, REFUNDED, 180000, shopify-refunds-create",
        "WOOCOMMERCE, PLACED, 0, woocommerce-order-created",
        "WOOCOMMERCE, CHANGED, 180000, woocommerce-order-updated-returned",
        "STRIPE, PLACED, 0, stripe-charge-succeeded",
        "STRIPE, REFUNDED, 180000, stripe-refund-created",
        "STRIPE, CHANGED, 180000, stripe-charge-refunded"
    })
    void documentsAndHeaders_areThoseOfTheFile(PublishFormat kind, Topic topic, long after, String file)
            throws IOException {
        Event event = new Event(Orders.returned(EVERYTHING), topic, Orders.PLACED + after);

        ObjectNode actual = MAPPER.createObjectNode();
        actual.set("headers", MAPPER.valueToTree(new TreeMap<>(kind.format().headers(event))));
        actual.set("body", read(kind, event));
        write(file, actual);

        try (InputStream expected = getClass().getResourceAsStream(file + ".json")) {
            assertThat(actual).isEqualTo(MAPPER.readTree(expected));
        }
    }

    private static void write(String file, JsonNode document) throws IOException {
        String folder = System.getProperty("golden");
        if (folder != null) {
            Files.writeString(
                    Path.of(folder, file + ".json"),
                    MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n");
        }
    }

    @Test
    void cancelledOrder_isVoidAtShopifyCancelledAtWooCommerceAndGivenBackAtStripe() throws IOException {
        Order order = Orders.cancelled(EVERYTHING);
        Event changed = new Event(order, Topic.CHANGED, Orders.CANCELLED);
        long total = Invoice.of(order).total();

        assertThat(topics(PublishFormat.SHOPIFY, order, Orders.CANCELLED)).containsExactly(Topic.CHANGED);
        JsonNode shopify = read(PublishFormat.SHOPIFY, changed);
        assertThat(shopify.path("financial_status").asText()).isEqualTo("voided");
        assertThat(shopify.path("cancelled_at").asText()).isEqualTo("2025-03-03T20:20:30-05:00");
        assertThat(shopify.path("refunds")).isEmpty();
        assertThat(shopify.path("current_total_price").asText()).isEqualTo("0.00");

        assertThat(topics(PublishFormat.WOOCOMMERCE, order, Orders.CANCELLED)).containsExactly(Topic.CHANGED);
        assertThat(read(PublishFormat.WOOCOMMERCE, changed).path("status").asText())
                .isEqualTo("cancelled");

        assertThat(topics(PublishFormat.STRIPE, order, Orders.CANCELLED))
                .containsExactly(Topic.REFUNDED, Topic.CHANGED);
        JsonNode charge = read(PublishFormat.STRIPE, changed).at("/data/object");
        assertThat(charge.path("amount_refunded").asLong()).isEqualTo(total);
        assertThat(charge.path("refunded").asBoolean()).isTrue();
    }

    @Test
    void orderWithoutExtras_hasEmptyLists_andIsFullyRefunded() throws IOException {
        Event returned = new Event(Orders.returned(PLAIN), Topic.CHANGED, Orders.RETURNED);

        JsonNode shopify = read(PublishFormat.SHOPIFY, returned);
        assertThat(List.of("discount_codes", "shipping_lines", "tax_lines"))
                .allSatisfy(list -> assertThat(shopify.path(list)).isEmpty());
        assertThat(shopify.path("discount_applications"))
                .as("the offer")
                .singleElement()
                .satisfies(offer -> assertThat(offer.path("value").asText()).isEqualTo("7.50"));
        assertThat(shopify.at("/line_items/1/discount_allocations/0/discount_application_index")
                        .asInt())
                .isZero();
        assertThat(shopify.path("financial_status").asText()).isEqualTo("refunded");

        JsonNode wooCommerce = read(PublishFormat.WOOCOMMERCE, returned);
        assertThat(List.of("coupon_lines", "shipping_lines", "tax_lines"))
                .allSatisfy(list -> assertThat(wooCommerce.path(list)).isEmpty());
        assertThat(wooCommerce.path("status").asText()).isEqualTo("refunded");
        assertThat(wooCommerce.at("/refunds/0/total").asText()).isEqualTo("-66.99");
    }

    @Test
    void topics_areThoseThatTheShopsSend() {
        Order order = Orders.returned(PLAIN);

        assertThat(topics(PublishFormat.SHOPIFY, order, Orders.RETURNED))
                .containsExactly(Topic.REFUNDED, Topic.CHANGED);
        assertThat(topics(PublishFormat.WOOCOMMERCE, order, Orders.SHIPPED)).containsExactly(Topic.CHANGED);
        assertThat(topics(PublishFormat.WOOCOMMERCE, order, Orders.DELIVERED)).isEmpty();
        assertThat(topics(PublishFormat.STRIPE, order, Orders.DELIVERED)).isEmpty();
        assertThat(topics(PublishFormat.STRIPE, order, Orders.RETURNED)).containsExactly(Topic.REFUNDED, Topic.CHANGED);
        assertThat(topics(PublishFormat.THELOOK, order, Orders.DELIVERED)).containsExactly(Topic.CHANGED);
        for (PublishFormat kind : PublishFormat.values()) {
            assertThat(kind.format().topics(order, Orders.PLACED, true)).containsExactly(Topic.PLACED);
        }
    }

    @Test
    void orderThatIsNewAndReturned_isPlacedFirst() {
        Order order = Orders.returned(PLAIN);

        assertThat(PublishFormat.SHOPIFY.format().topics(order, Orders.RETURNED, true))
                .containsExactly(Topic.PLACED, Topic.REFUNDED);
        assertThat(PublishFormat.STRIPE.format().topics(order, Orders.RETURNED, true))
                .containsExactly(Topic.PLACED, Topic.REFUNDED, Topic.CHANGED);
    }

    private static List<Topic> topics(PublishFormat kind, Order order, long at) {
        return kind.format().topics(order, at, false);
    }

    private static JsonNode read(PublishFormat kind, Event event) throws IOException {
        List<byte[]> documents = kind.format().documents(event);
        assertThat(documents).hasSize(1);
        return MAPPER.readTree(documents.get(0));
    }

    @Test
    void theLook_hasARecordForEachItem() throws IOException {
        Event event = new Event(Orders.returned(PLAIN), Topic.CHANGED, Orders.SHIPPED);

        List<byte[]> documents = PublishFormat.THELOOK.format().documents(event);

        assertThat(documents).hasSize(2);
        JsonNode record = MAPPER.readTree(documents.get(0));
        assertThat(record.path("order_id").asText()).isEqualTo(event.orderId().toString());
        assertThat(record.path("item_status").asText()).isEqualTo("Shipped");
        assertThat(record.path("sale_price").decimalValue()).isEqualByComparingTo("49.5");
    }
}
