package io.thelook.producer.publish.format;

import java.util.List;
import java.util.UUID;

/** The values that several resources of Shopify share. */
final class ShopifyJson {

    static final String CURRENCY = "USD";
    static final String GATEWAY = "bogus";
    static final long LOCATION = 7_001_002_003_004L;

    private static final String TAX = "Sales Tax";

    private ShopifyJson() {}

    /** Begins a resource, with its number and its global id. */
    static Json identified(String kind, UUID id) {
        long number = ShopIds.number(id);
        return Json.object().with("id", number).with("admin_graphql_api_id", "gid://shopify/" + kind + "/" + number);
    }

    /** An amount in the currencies of the shop and of the customer, which are the same. */
    static Json money(long cents) {
        Json money = Json.object().with("amount", Cents.text(cents)).with("currency_code", CURRENCY);
        return Json.object().with("shop_money", money).with("presentment_money", money);
    }

    /** The tax on an amount; empty if the invoice is without tax. */
    static List<Json> taxLines(Invoice invoice, long tax) {
        return invoice.taxRate() == 0
                ? List.of()
                : List.of(Json.object()
                        .with("price", Cents.text(tax))
                        .with("rate", invoice.taxRate() / 1e4)
                        .with("title", TAX)
                        .with("price_set", money(tax))
                        .with("channel_liable", false));
    }
}
