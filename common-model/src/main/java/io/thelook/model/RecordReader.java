package io.thelook.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Reads and checks records one after the other. Consumes each to its end, usable or not.
 *
 * <p>Instead of {@code sale_price}, the total of the line, a record may have {@code unit_price} and {@code discount}: the
 * total is then {@code unit_price * quantity - discount}, in exact decimals. {@code unit_cost} stands for {@code cost} in
 * the same way.
 *
 * <p>Reports the first fault of each record. Not thread-safe.
 */
final class RecordReader {

    private static final int MAX_NUMBER_TEXT = 64;
    private static final int MOST_DIGITS_OF_LONG = 18;
    private static final int ORDER_ID = bit(RecordField.ORDER_ID);
    private static final int ITEM_ID = bit(RecordField.ITEM_ID);
    private static final int IDENTITY = ORDER_ID | ITEM_ID;
    private static final int SALE_PRICE = bit(RecordField.SALE_PRICE);
    private static final int COST = bit(RecordField.COST);

    private final String currency;
    private final NamePool names = new NamePool();
    private final Record.Builder record = Record.builder();
    private JsonParser json;

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
    private Rejection rejection;
    private String detail;

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
        return rejection;
    }

    /** The reason in words: the field, its value and the expected value; {@code null} if there is no rejection. */
    String detail() {
        return detail;
    }

    /** Whether the last element lacks an id or the amount, so that it may be something other than a record. */
    boolean isIncomplete() {
        return rejection == Rejection.MISSING_FIELD;
    }

    /**
     * A hash that distinguishes the rejected element from others. It combines the record's ids with the reason. If an
     * id is missing, it combines all values with the reason in words.
     */
    long fingerprint() {
        boolean isIdentified = (found & IDENTITY) == IDENTITY;
        int what = isIdentified ? record.identity() : record.fingerprint();
        int why = isIdentified ? rejection.ordinal() : detail.hashCode();
        return (long) what << Integer.SIZE | why & 0xFFFF_FFFFL;
    }

    /**
     * Reads the element at the parser's position, to its end.
     *
     * @return {@code null} if the element is rejected
     * @throws IOException if the text is not valid JSON
     */
    Record read(JsonParser parser) throws IOException {
        json = parser;
        clear();
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            reject(Rejection.NOT_AN_OBJECT, "expected a JSON object");
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
                readInput(name);
            } else {
                readField(field);
            }
        }
        complete();
        return rejection == null ? record.build() : null;
    }

    private void clear() {
        record.clear();
        found = 0;
        next = 0;
        salePrice = cost = unitPrice = unitCost = discount = null;
        quantity = 1;
        rejection = null;
        detail = null;
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
        switch (field) {
            case SALE_PRICE -> salePrice = amount(field.label());
            case COST -> cost = amount(field.label());
            case QUANTITY -> {
                quantity = pieces(field.label());
                field.set(record, quantity);
            }
            default -> {
                switch (field.kind()) {
                    case ID -> field.set(record, id(field.label()));
                    case TEXT -> field.set(record, text(field.label()));
                    case NAME -> field.set(record, name(field.label()));
                    case STATUS -> field.set(record, status(field.label()));
                    case AGE -> age(field);
                    case TIME -> field.set(record, timestamp(field.label()));
                    default -> throw new IllegalStateException(field.label());
                }
            }
        }
    }

    /** Reads a field that only the input has; skips one that nobody knows. */
    private void readInput(String name) throws IOException {
        switch (name) {
            case "unit_price", "unitPrice" -> unitPrice = amount(name);
            case "unit_cost", "unitCost" -> unitCost = amount(name);
            case "discount" -> discount = amount(name);
            case "currency" -> checkCurrency(name);
            default -> json.skipChildren();
        }
    }

    private void checkCurrency(String field) throws IOException {
        String code = text(field);
        if (code != null && !code.equalsIgnoreCase(currency)) {
            reject(Rejection.OTHER_CURRENCY, field + " " + Texts.quote(code) + ": expected " + currency);
        }
    }

    /** Computes what follows from several fields, and checks what must be there. */
    private void complete() {
        if ((found & IDENTITY) != IDENTITY) {
            reject(Rejection.MISSING_FIELD, (found & ORDER_ID) == 0 ? "order_id is missing" : "item_id is missing");
        }
        if ((found & SALE_PRICE) == 0 && unitPrice == null) {
            reject(Rejection.MISSING_FIELD, "sale_price is missing");
        }
        if (rejection != null) {
            return;
        }
        if ((found & SALE_PRICE) == 0) {
            salePrice = total("unit_price", unitPrice, discount);
        }
        if ((found & COST) == 0 && unitCost != null) {
            cost = total("unit_cost", unitCost, null);
        }
        if (rejection == null && cost != null && cost.isNegative() && !salePrice.isNegative()) {
            reject(Rejection.NEGATIVE_PRICE, "cost \"" + cost + "\": expected 0 or more");
        }
        record.salePrice(salePrice).cost(cost);
    }

    private Money total(String field, Money each, Money less) {
        BigDecimal total = each.toBigDecimal().multiply(BigDecimal.valueOf(quantity));
        try {
            return Money.of(less == null ? total : total.subtract(less.toBigDecimal()));
        } catch (NumberFormatException e) {
            reject(Rejection.PRICE_OUT_OF_RANGE, field + " of " + quantity + ": " + e.getMessage());
            return Money.ZERO;
        }
    }

    private void reject(Rejection reason, String words) {
        if (rejection == null) {
            rejection = reason;
            detail = words;
        }
    }

    private String id(String field) throws IOException {
        String text = rawText(field);
        if (text == null) {
            return null;
        }
        if (text.isEmpty()) {
            reject(Rejection.MISSING_FIELD, field + " is empty");
        } else if (text.length() > RecordCodec.MAX_TEXT) {
            reject(
                    Rejection.TEXT_TOO_LONG,
                    field + " " + Texts.quote(text) + ": expected at most " + RecordCodec.MAX_TEXT
                            + " characters, found " + text.length());
        } else if (Texts.hasUnprintable(text)) {
            reject(
                    Rejection.CONTROL_CHARACTER,
                    field + " " + Texts.quote(text) + ": expected neither control characters nor half surrogate pairs");
        }
        return text;
    }

    /** A text that many records share. */
    private String name(String field) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            return text(field);
        }
        char[] characters = json.getTextCharacters();
        int offset = json.getTextOffset();
        int length = json.getTextLength();
        // The pool has nothing but labels.
        String known = names.find(characters, offset, length);
        if (known != null) {
            return known;
        }
        String name = text(field);
        if (name != null) {
            names.add(name);
        }
        return name;
    }

    private String status(String field) throws IOException {
        String status = name(field);
        return status == null ? null : Statuses.canonical(status);
    }

    /** A label; {@code null} if it is empty. */
    private String text(String field) throws IOException {
        String text = rawText(field);
        String label = text == null ? "" : Texts.label(text);
        return label.isEmpty() ? null : label;
    }

    private String rawText(String field) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
            return json.getText();
        }
        reject(Rejection.NOT_TEXT, field + ": expected text, found " + found());
        json.skipChildren();
        return null;
    }

    /** Whether the current token is a whole number short enough to fit into a {@code long}. */
    private boolean isPlainWhole() throws IOException {
        return json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getTextLength() <= MOST_DIGITS_OF_LONG;
    }

    private void age(RecordField field) throws IOException {
        long years = whole(field.label(), 0, RecordCodec.MAX_AGE, Rejection.AGE_OUT_OF_RANGE, "years");
        field.set(record, years);
    }

    private long pieces(String field) throws IOException {
        return whole(field, 1, RecordCodec.MAX_QUANTITY, Rejection.QUANTITY_OUT_OF_RANGE, "pieces");
    }

    /** A whole number of a range; its least value after a rejection. */
    private long whole(String field, long least, long most, Rejection reason, String unit) throws IOException {
        if (isPlainWhole()) {
            long value = json.getLongValue();
            if (value >= least && value <= most) {
                return value;
            }
        }
        BigDecimal number = number(field);
        if (number == null) {
            return least;
        }
        if (number.compareTo(BigDecimal.valueOf(least)) < 0
                || number.compareTo(BigDecimal.valueOf(most)) > 0
                || number.stripTrailingZeros().scale() > 0) {
            reject(
                    reason,
                    field + " " + Texts.quote(json.getText()) + ": expected whole " + unit + " from " + least + " to "
                            + most);
            return least;
        }
        return number.longValue();
    }

    private long timestamp(String field) throws IOException {
        if (isPlainWhole()) {
            long millis = json.getLongValue();
            if (millis >= RecordCodec.MIN_CREATED_AT && millis < RecordCodec.MAX_CREATED_AT) {
                return millis;
            }
        }
        if (!json.currentToken().isScalarValue() || json.currentToken().isBoolean()) {
            reject(Rejection.NOT_A_NUMBER, field + ": expected a time, found " + found());
            json.skipChildren();
            return 0;
        }
        String text = json.getText().strip();
        if (text.isEmpty()) {
            return 0;
        }
        BigDecimal number = decimal(text);
        long millis = number == null ? Timestamps.millis(text) : Timestamps.millis(number);
        if (millis == 0) {
            reject(
                    Rejection.TIMESTAMP_OUT_OF_RANGE,
                    field + " " + Texts.quote(json.getText()) + ": " + Timestamps.EXPECTED);
        }
        return millis;
    }

    private Money amount(String field) throws IOException {
        if (json.currentToken().isNumeric()) {
            int from = json.getTextOffset();
            Money plain = Money.parsePlain(json.getTextCharacters(), from, from + json.getTextLength());
            if (plain != null) {
                return plain;
            }
        }
        BigDecimal number = number(field);
        if (number == null) {
            return Money.ZERO;
        }
        try {
            return Money.parse(json.getText().strip());
        } catch (NumberFormatException e) {
            reject(Rejection.PRICE_OUT_OF_RANGE, field + ": " + e.getMessage());
            return Money.ZERO;
        }
    }

    /** The number at the parser's position, also from a numeric text; {@code null} after a rejection. */
    private BigDecimal number(String field) throws IOException {
        JsonToken token = json.currentToken();
        if (token.isScalarValue() && !token.isBoolean()) {
            String text = json.getText().strip();
            if (text.isEmpty()) {
                reject(Rejection.MISSING_FIELD, field + " is empty");
                return null;
            }
            BigDecimal number = decimal(text);
            if (number != null) {
                return number;
            }
        }
        reject(Rejection.NOT_A_NUMBER, field + ": expected a number, found " + found());
        json.skipChildren();
        return null;
    }

    /** {@code null} if the text is no number of a reasonable length. */
    private static BigDecimal decimal(String text) {
        char first = text.charAt(0);
        boolean isNumeric = first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.';
        if (!isNumeric || text.length() > MAX_NUMBER_TEXT) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private String found() throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            default -> Texts.quote(json.getText());
        };
    }
}
