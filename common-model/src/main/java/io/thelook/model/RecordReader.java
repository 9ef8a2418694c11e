package io.thelook.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Reads and checks records one after the other. Consumes each to its end, usable or not.
 *
 * <p>Instead of {@code sale_price}, the total of the line, a record may have {@code unit_price} and {@code discount}:
 * the total is then {@code unit_price * quantity - discount}, in exact decimals. {@code unit_cost} stands for {@code
 * cost} in the same way.
 *
 * <p>Reports the first fault of each record. Not thread-safe.
 */
final class RecordReader {

    private static final int ORDER_ID = bit(RecordField.ORDER_ID);
    private static final int ITEM_ID = bit(RecordField.ITEM_ID);
    private static final int IDENTITY = ORDER_ID | ITEM_ID;
    private static final int SALE_PRICE = bit(RecordField.SALE_PRICE);
    private static final int COST = bit(RecordField.COST);

    private final String currency;
    private final ValueReader values = new ValueReader();
    private final Record.Builder record = Record.builder();
    /** The bits of the fields that the element has. */
    private int found;

    /** The index in {@link RecordField#ALL} of the field that probably comes next. */
    private int next;

    private Money salePrice;
    private Money cost;
    private Money unitPrice;
    private Money unitCost;
    private Money discount;
    private long quantity;

    /**
     * @param currency the code that a record's {@code currency} must have, if it has one
     */
    RecordReader(String currency) {
        this.currency = currency;
    }

    private static int bit(RecordField field) {
        return 1 << field.ordinal();
    }

    /** The reason why the last element was rejected; {@code null} if it was not. */
    Rejection rejection() {
        return values.rejection();
    }

    /** The reason in words: the field, its value and the expected value; {@code null} if there is no rejection. */
    String detail() {
        return values.detail();
    }

    /** Whether the last element lacks an id or the amount, so that it may be something other than a record. */
    boolean isIncomplete() {
        return values.rejection() == Rejection.MISSING_FIELD;
    }

    /**
     * A hash that distinguishes the rejected element from others. It combines the record's ids with the reason. If an
     * id is missing, it combines all values with the reason in words.
     */
    long fingerprint() {
        boolean isIdentified = (found & IDENTITY) == IDENTITY;
        int what = isIdentified ? record.identity() : record.fingerprint();
        int why = isIdentified ? values.rejection().ordinal() : values.detail().hashCode();
        return (long) what << Integer.SIZE | why & 0xFFFF_FFFFL;
    }

    /**
     * Reads the element at the parser's position, to its end.
     *
     * @return {@code null} if the element is rejected
     * @throws IOException if the text is not valid JSON
     */
    Record read(JsonParser json) throws IOException {
        values.begin(json);
        clear();
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            values.reject(Rejection.NOT_AN_OBJECT, "expected a JSON object");
            return null;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            RecordField field = field(name);
            if (token == JsonToken.VALUE_NULL) {
                continue;
            }
            if (field == null) {
                readInput(json, name);
            } else {
                readField(field);
            }
        }
        complete();
        return values.rejection() == null ? record.build() : null;
    }

    private void clear() {
        record.clear();
        found = 0;
        next = 0;
        salePrice = cost = unitPrice = unitCost = discount = null;
        quantity = 1;
    }

    /** The field with that name; {@code null} if there is none. Tries the next field first: most come in order. */
    private RecordField field(String name) {
        RecordField expected = RecordField.ALL.get(next);
        RecordField field = expected.label().equals(name) ? expected : RecordField.named(name);
        if (field != null) {
            next = (field.ordinal() + 1) % RecordField.ALL.size();
        }
        return field;
    }

    private void readField(RecordField field) throws IOException {
        found |= bit(field);
        String label = field.label();
        switch (field) {
            case SALE_PRICE -> salePrice = values.amount(label);
            case COST -> cost = values.amount(label);
            case QUANTITY -> {
                quantity = values.pieces(label);
                field.set(record, quantity);
            }
            default -> {
                switch (field.kind()) {
                    case ID -> field.set(record, values.id(label));
                    case TEXT -> field.set(record, values.text(label));
                    case NAME -> field.set(record, values.name(label));
                    case STATUS -> field.set(record, values.status(label));
                    case AGE -> field.set(record, values.age(label));
                    case TIME -> field.set(record, values.timestamp(label));
                    default -> throw new IllegalStateException(label);
                }
            }
        }
    }

    /** Reads a field that only input has, such as the currency; skips unknown fields. */
    private void readInput(JsonParser json, String name) throws IOException {
        switch (name) {
            case "unit_price", "unitPrice" -> unitPrice = values.amount(name);
            case "unit_cost", "unitCost" -> unitCost = values.amount(name);
            case "discount" -> discount = values.amount(name);
            case "currency" -> checkCurrency(name);
            default -> json.skipChildren();
        }
    }

    private void checkCurrency(String field) throws IOException {
        String code = values.text(field);
        if (code != null && !code.equalsIgnoreCase(currency)) {
            values.reject(Rejection.OTHER_CURRENCY, field + " " + Texts.quote(code) + ": expected " + currency);
        }
    }

    /** Computes the amounts that depend on several fields, and checks the required fields. */
    private void complete() {
        if ((found & IDENTITY) != IDENTITY) {
            values.reject(
                    Rejection.MISSING_FIELD, (found & ORDER_ID) == 0 ? "order_id is missing" : "item_id is missing");
        }
        if ((found & SALE_PRICE) == 0 && unitPrice == null) {
            values.reject(Rejection.MISSING_FIELD, "sale_price is missing");
        }
        if (values.rejection() != null) {
            return;
        }
        if ((found & SALE_PRICE) == 0) {
            salePrice = total("unit_price", unitPrice, discount);
        }
        if ((found & COST) == 0 && unitCost != null) {
            cost = total("unit_cost", unitCost, null);
        }
        if (values.rejection() == null && cost != null && cost.isNegative() && !salePrice.isNegative()) {
            values.reject(Rejection.NEGATIVE_PRICE, "cost \"" + cost + "\": expected 0 or more");
        }
        record.salePrice(salePrice).cost(cost);
    }

    private Money total(String field, Money each, Money less) {
        BigDecimal total = each.toBigDecimal().multiply(BigDecimal.valueOf(quantity));
        try {
            return Money.of(less == null ? total : total.subtract(less.toBigDecimal()));
        } catch (NumberFormatException e) {
            values.reject(Rejection.PRICE_OUT_OF_RANGE, field + " of " + quantity + ": " + e.getMessage());
            return Money.ZERO;
        }
    }
}
