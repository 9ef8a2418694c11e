package io.thelook.producer.publish.format;

import io.thelook.producer.publish.format.Invoice.Line;
import java.util.ArrayList;
import java.util.List;

/** The discounts of an order in Shopify's form: those of the whole order, and each line's share of them. */
final class ShopifyDiscounts {

    private ShopifyDiscounts() {}

    /** The discounts: first the code, then the offer. {@link #allocations} refers to them by position. */
    static List<Json> applications(Invoice invoice) {
        List<Json> applications = new ArrayList<>();
        if (invoice.percentOff() > 0) {
            applications.add(application("discount_code", invoice.percentOff() + ".0", "percentage", "all")
                    .with("code", invoice.codeName()));
        }
        if (invoice.offers() > 0) {
            applications.add(application("automatic", Cents.text(invoice.offers()), "fixed_amount", "entitled")
                    .with("title", "Flash sale"));
        }
        return applications;
    }

    private static Json application(String type, String value, String valueType, String selection) {
        return Json.object()
                .with("target_type", "line_item")
                .with("type", type)
                .with("value", value)
                .with("value_type", valueType)
                .with("allocation_method", "across")
                .with("target_selection", selection);
    }

    /** A line's share of the discounts. */
    static List<Json> allocations(Line line, Invoice invoice) {
        List<Json> allocations = new ArrayList<>();
        if (invoice.percentOff() > 0) {
            allocations.add(allocation(line.code(), 0));
        }
        if (line.offer() > 0) {
            allocations.add(allocation(line.offer(), invoice.percentOff() > 0 ? 1 : 0));
        }
        return allocations;
    }

    private static Json allocation(long amount, int application) {
        return Json.object()
                .with("amount", Cents.text(amount))
                .with("amount_set", ShopifyJson.money(amount))
                .with("discount_application_index", application);
    }

    /** The discount code of the order; empty if it has none. */
    static List<Json> codes(Invoice invoice) {
        return invoice.percentOff() == 0
                ? List.of()
                : List.of(Json.object()
                        .with("code", invoice.codeName())
                        .with("amount", Cents.text(invoice.codes()))
                        .with("type", "percentage"));
    }
}
